"""The rules that articles keep, one idea a module.

A rule is a function of one draft (or of all drafts) that yields findings. Rules are listed in
:mod:`knowledge.checker`.
"""
