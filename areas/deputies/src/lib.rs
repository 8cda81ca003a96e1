//! Deputies and members: the register, delegations and terms.
