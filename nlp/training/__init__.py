"""Training and judging the model: the only code that needs scikit-learn, never imported by the service."""
