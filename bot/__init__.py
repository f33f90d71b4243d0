"""The application: settings, the engine, the web server, background tasks, the command line."""
