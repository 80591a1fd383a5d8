"""What is done to hand hea to others: the check before a release, the sample reports, the site."""
