"""A plan in the words of AWS SAM: template, configuration, definitions of state machines.

Only this folder knows what SAM is called by and what its transform makes.
"""
