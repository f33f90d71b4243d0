"""What WhatsApp and Messenger share: Meta's Graph API, its webhooks, signatures and errors."""
