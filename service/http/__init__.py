"""What API and pages share: uploads, problems, the guard in front of both."""
