"""What a first visit on a phone transfers and how soon it stands: Lighthouse on the sample world."""
