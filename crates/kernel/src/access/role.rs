//! Roles and what they may do. 三员: accounts, permissions and logs lie with three separate people.

/// What an account may do outside the steps of a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// Read every matter of the organ that is neither confidential nor under embargo.
    ReadAll,
    /// Bring in a matter in one's own name.
    Submit,
    /// Register a matter in somebody else's name, and read and edit registers.
    Register,
    /// Import registers, rosters and calendars.
    Import,
    /// Freeze snapshots of figures.
    Snapshot,
    /// Begin a manuscript or plan a topic.
    Write,
    /// Keep the newsroom's registers: outlets, groups, quotas, rules, the ledger of adoptions.
    Newsroom,
    /// Edit calendar years, sessions and rule packs, and put procedures in force.
    Configure,
    /// Edit units, people and posts.
    ManagePeople,
    /// Create, disable and unlock accounts.
    ManageAccounts,
    /// Give and take posts that carry permissions, and administrative roles.
    ManageRoles,
    /// Read the settings history and the sign-in log, verify the chains.
    Audit,
}

/// What somebody is: carried by a post, or by an account for the three administrators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// 办公室工作人员
    Office,
    /// 办公室负责人
    OfficeLeader,
    /// 委室人员
    Committee,
    /// 分管领导
    Leader,
    /// 主要领导
    Chief,
    /// 承办单位联络员
    UnitLiaison,
    /// 承办科室
    Section,
    /// 承办单位分管领导
    UnitDeputyLeader,
    /// 承办单位主要负责人
    UnitPrincipal,
    /// 政府分管领导
    CountyLeader,
    /// 人大代表
    Deputy,
    /// 政协委员
    Member,
    /// 宣传小组长
    GroupLead,
    /// 通讯员
    Correspondent,
    /// 系统管理员
    SysAdmin,
    /// 安全保密管理员
    SecAdmin,
    /// 安全审计员
    Auditor,
}

impl Role {
    pub const ALL: [Role; 17] = [
        Role::Office,
        Role::OfficeLeader,
        Role::Committee,
        Role::Leader,
        Role::Chief,
        Role::UnitLiaison,
        Role::Section,
        Role::UnitDeputyLeader,
        Role::UnitPrincipal,
        Role::CountyLeader,
        Role::Deputy,
        Role::Member,
        Role::GroupLead,
        Role::Correspondent,
        Role::SysAdmin,
        Role::SecAdmin,
        Role::Auditor,
    ];

    /// The name used in procedures, tables and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Role::Office => "office",
            Role::OfficeLeader => "office_leader",
            Role::Committee => "committee",
            Role::Leader => "leader",
            Role::Chief => "chief",
            Role::UnitLiaison => "unit_liaison",
            Role::Section => "section",
            Role::UnitDeputyLeader => "unit_deputy_leader",
            Role::UnitPrincipal => "unit_principal",
            Role::CountyLeader => "county_leader",
            Role::Deputy => "deputy",
            Role::Member => "member",
            Role::GroupLead => "group_lead",
            Role::Correspondent => "correspondent",
            Role::SysAdmin => "sys_admin",
            Role::SecAdmin => "sec_admin",
            Role::Auditor => "auditor",
        }
    }

    pub fn parse(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|r| r.code() == code)
    }

    /// Held through the account, not through a post.
    pub fn is_administrative(self) -> bool {
        matches!(self, Role::SysAdmin | Role::SecAdmin | Role::Auditor)
    }

    /// Whoever holds it acts for a unit, so that the unit's tasks and matters are his.
    pub fn is_of_unit(self) -> bool {
        matches!(
            self,
            Role::UnitLiaison | Role::Section | Role::UnitDeputyLeader | Role::UnitPrincipal
        )
    }

    /// What the role carries.
    pub fn permissions(self) -> &'static [Permission] {
        use Permission::*;
        match self {
            Role::Office => &[ReadAll, Register, Import, Snapshot, Write, Newsroom],
            Role::OfficeLeader => &[
                ReadAll, Register, Import, Snapshot, Configure, Write, Newsroom,
            ],
            Role::Committee => &[ReadAll, Register, Write],
            Role::Leader | Role::Chief => &[ReadAll],
            Role::Deputy | Role::Member => &[Submit],
            Role::SysAdmin => &[ManagePeople, ManageAccounts, Configure, Import],
            Role::SecAdmin => &[ManageRoles],
            Role::Auditor => &[Audit],
            Role::UnitLiaison
            | Role::Section
            | Role::UnitDeputyLeader
            | Role::UnitPrincipal
            | Role::CountyLeader => &[],
            Role::GroupLead | Role::Correspondent => &[Write],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back_and_differ() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.code()), Some(role));
        }
    }

    /// GB/T 22239 8.1.4.2: nobody holds accounts, permissions and logs together.
    #[test]
    fn the_three_administrators_share_no_power() {
        use Permission::*;
        for (one, power) in [
            (Role::SysAdmin, ManageAccounts),
            (Role::SecAdmin, ManageRoles),
            (Role::Auditor, Audit),
        ] {
            for role in Role::ALL {
                assert_eq!(role.permissions().contains(&power), role == one);
            }
        }
    }
}
