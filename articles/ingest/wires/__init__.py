"""What the wire services' own formats (IPTC 7901, ANPA 1312, SGML) have in common."""
