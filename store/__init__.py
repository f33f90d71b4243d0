"""Tables, migrations, transactions and locks: what is kept, and how."""
