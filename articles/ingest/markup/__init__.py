"""Reading XML and HTML, and what IPTC formats say alike."""
