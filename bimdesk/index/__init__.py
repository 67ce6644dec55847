"""The index of one model version (`index.sqlite`): its tables, and the questions asked of them.

Written once by the import worker (bimdesk.ifc), then opened read-only by the SDK, the services and the
window.
"""
