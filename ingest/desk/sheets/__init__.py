"""What a sheet shows beside its columns: crosses, days in its title, its twins."""
