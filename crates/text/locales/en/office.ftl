### Organs, people, procedures, calendars and settings.
