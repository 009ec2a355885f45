"""Label Studio: the local server, the interface, and a sync that never shifts, loses or doubles a label.

==============================================  ====================================================================
``installation``, ``server``                    a local server, installed on first use, started and stopped
``connection``, ``auth``, ``transport``,        one server: its address and key, and every request that is made of it
``client``
``answers``, ``remote``, ``batches``            what it answers, what is needed of that, and long lists in parts
``interface``, ``instruction``, ``changes``     what annotators see, from the scheme; what a newer one takes away
``results``, ``regions``, ``relations``,        spans and relations to the results of an annotation and back
``offsets``, ``account``
``editor``, ``evidence``                        what a server counts offsets in
``tasks``, ``predictions``                      an article as a task, and what is shown in it
``plan``                                        what a push and a pull would do: pure functions
``session``, ``state``                          one project while it is synchronised, and what is remembered of it
``push``, ``sending``, ``lease``                articles to the server, each text once, by one at a time
``pull``, ``incoming``, ``names``,              annotations to label sets; what does not fit; what was replaced
``quarantine``, ``history``
``ordering``                                    the order in which annotators get tasks
``questions``, ``asking``, ``decisions``        queues of what people must decide to a server, and their decisions back
``acceptance``                                  what annotators made of suggestions
``exchange``, ``foreign``                       Label Studio JSON as a format, also from projects of others
==============================================  ====================================================================
"""
