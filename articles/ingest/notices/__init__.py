"""What articles say of other articles: corrections, kills, holds, advisories, refiles. Pure: no database, no Django."""
