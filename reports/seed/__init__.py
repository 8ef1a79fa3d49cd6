"""The demonstration: real registry and real letter, an illustrative history, made by the product's own services.

Everything goes through the services with a past `now`, so the demonstration obeys every rule of the product and its
figures fold like real ones. Nothing leaves the machine: reminders go to a transport that only says yes.
"""
