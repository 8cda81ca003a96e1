### Deputies and members.
