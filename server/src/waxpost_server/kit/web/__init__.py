"""The web's edge: who asks, what a refusal looks like, limits, headers and the application's files.

Only this package, the features' routes and middleware, and `app` know the web framework.
"""
