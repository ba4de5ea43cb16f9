package account

import (
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Role is a capacity in which somebody acts at the desk. The set is closed.
type Role string

// The roles of an editorial board, in the order they are listed to people.
const (
	Contributor Role = "contributor" // writes and uploads for a unit
	UnitHead    Role = "unit-head"   // checks what the unit sends
	Editor      Role = "editor"      // edits, translates, asks back
	Secretary   Role = "secretary"   // receives, assigns, schedules, publishes
	Head        Role = "head"        // approves what needs two people
	ISO         Role = "iso"         // the secretary of procedures (ISO 9001)
	Accountant  Role = "accountant"  // pays the royalties of closed months
	Admin       Role = "admin"       // accounts and settings; publishes nothing
	LogReader   Role = "log-reader"
)

// RoleRow is what is known of a role.
type RoleRow struct {
	Role  Role
	Label text.Text
	Help  text.Text
	// OfUnit says that the role is held in one unit.
	OfUnit bool
	// Second says that whoever has it signs in with a second factor.
	Second bool
}

// Roles returns all roles in order.
func Roles() []RoleRow {
	return []RoleRow{
		{Contributor, text.New("Cộng tác viên", "Contributor"), text.New("viết và gửi bài, tin, dữ liệu của đơn vị", "writes and sends what a unit has to say"), true, false},
		{UnitHead, text.New("Phụ trách đơn vị", "Unit head"), text.New("kiểm tra những gì đơn vị gửi", "checks what the unit sends"), true, false},
		{Editor, text.New("Biên tập viên", "Editor"), text.New("biên tập, dịch, hỏi lại", "edits, translates, asks back"), false, true},
		{Secretary, text.New("Thư ký ban biên tập", "Board secretary"), text.New("tiếp nhận, phân công, hẹn giờ, xuất bản", "receives, assigns, schedules, publishes"), false, true},
		{Head, text.New("Trưởng ban biên tập", "Board head"), text.New("duyệt những gì cần hai người", "approves what needs two people"), false, true},
		{ISO, text.New("Thư ký ISO", "ISO secretary"), text.New("theo dõi thủ tục hành chính", "keeps the procedures"), false, true},
		{Accountant, text.New("Kế toán", "Accountant"), text.New("chi trả nhuận bút của tháng đã khoá", "pays the royalties of closed months"), false, true},
		{Admin, text.New("Quản trị", "Administrator"), text.New("quản lý tài khoản; không xuất bản", "keeps the accounts; publishes nothing"), false, true},
		{LogReader, text.New("Người đọc nhật ký", "Reader of the log"), text.New("đọc và kết xuất nhật ký", "reads and exports the log"), false, true},
	}
}

// Row returns what is known of the role; the zero row for none of the roles.
func (r Role) Row() RoleRow {
	for _, row := range Roles() {
		if row.Role == r {
			return row
		}
	}
	return RoleRow{}
}

// Names returns the roles as they are written on the command line.
func Names() []string {
	var out []string
	for _, r := range Roles() {
		out = append(out, string(r.Role))
	}
	return out
}

// ParseRole reads a role. Fault: Invalid, with the nearest.
func ParseRole(s string) (Role, error) {
	if Role(s).Row().Role != "" {
		return Role(s), nil
	}
	f := catalog.NewFault(catalog.Invalid, "role", "Không có vai trò “"+s+"”.", "There is no role “"+s+"”.")
	f.Nearest = text.Nearest(s, Names())
	return "", f
}

// Grant is a role that an account has: in one unit, or "" for the whole board.
type Grant struct {
	Role Role   `json:"role"`
	Unit string `json:"unit,omitempty"`
}

// NewGrant returns a grant by the rules. Fault: Invalid.
func NewGrant(role Role, unit string) (Grant, error) {
	row := role.Row()
	switch {
	case row.Role == "":
		_, err := ParseRole(string(role))
		return Grant{}, err
	case !row.OfUnit:
		return Grant{Role: role}, nil
	case !unitName.MatchString(unit):
		return Grant{}, catalog.NewFault(catalog.Invalid, "unit", "Vai trò “"+string(role)+"” cần một đơn vị: chữ thường, số và dấu '-'.",
			"The role “"+string(role)+"” needs a unit: lower-case letters, digits and '-'.")
	}
	return Grant{role, unit}, nil
}

// Actor is somebody acting at the desk: the account with what it may do now.
type Actor struct {
	Name   string // of the account
	Person string // as people know it
	Grants []Grant
}

// Has reports whether the actor has one of the roles, in whatever unit.
func (a Actor) Has(roles ...Role) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return slices.Contains(roles, g.Role) })
}

// In reports whether the actor has the role for a unit: a role of the board
// holds for all.
func (a Actor) In(role Role, unit string) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Role == role && (!role.Row().OfUnit || g.Unit == unit) })
}

// Units returns the units in which the actor has a role, in order.
func (a Actor) Units() []string {
	var out []string
	for _, g := range a.Grants {
		if g.Unit != "" && !slices.Contains(out, g.Unit) {
			out = append(out, g.Unit)
		}
	}
	slices.Sort(out)
	return out
}

// Board reports whether the actor is of the editorial board.
func (a Actor) Board() bool { return a.Has(Editor, Secretary, Head, ISO) }
