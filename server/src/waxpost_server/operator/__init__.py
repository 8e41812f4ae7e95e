"""The operator's desk: back up, restore, look for what is wrong, change a policy, try the mail server.

Words: a *backup* is one folder with a snapshot of the database, the head of the key log, the server's secrets and a
manifest; a *finding* is a sentence about something that needs the operator's hand.

Promises: a backup is taken beside a running server and is whole or refused; a restore writes into empty places only and
checks every byte before it writes the first; looking changes nothing. Whatever goes wrong is one line with what to do.

Commands: `backup`, `restore`, `check`, `policy list`, `policy set`, `mail test`, `mail list`. There are no
routes: nobody does this from afar.
"""
