package desk

import (
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/commission"
	"honglinh/catalog/store/commissions"
	"honglinh/catalog/text"
)

// asked is a commission as programs see it.
type asked struct {
	ID       string            `json:"id"`
	Topic    string            `json:"topic"`
	Reason   commission.Reason `json:"reason"`
	Detail   string            `json:"detail,omitempty"`
	Person   string            `json:"person,omitempty"`
	Due      catalog.Date      `json:"due"`
	Fee      string            `json:"fee,omitempty"`
	State    commission.State  `json:"state"`
	Late     bool              `json:"late"`
	Editions []string          `json:"drafts,omitempty"`
	Records  []string          `json:"records,omitempty"`
	URL      string            `json:"url"`
}

// answered is what a unit does about a commission: an act, drafts or records that
// came of it, or both.
type answered struct {
	Act     commission.Act `json:"act,omitempty"`
	Why     string         `json:"why,omitempty"`
	Drafts  []string       `json:"drafts,omitempty"`
	Records []string       `json:"records,omitempty"`
}

func (f *Face) commissionRoutes() []httpkit.Route {
	lost := []catalog.FaultKind{httpkit.Unauthorized, catalog.NotFound}
	return []httpkit.Route{
		{Name: "deskapi.commissions", Path: Root + "/commissions", Handle: f.keyed(f.commissions), Summary: text.New("Bài đặt cho đơn vị, đang chờ", "What the unit is asked for, as long as it waits"),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "CommissionList"}}, Faults: lost[:1]},
		{Name: "deskapi.commission.answer", Path: Root + "/commissions/{id}", Methods: []string{http.MethodPost}, Handle: f.keyed(f.answerCommission), Summary: text.New("Nhận, từ chối, gắn bài hoặc giao bài", "Accept, decline, link drafts, deliver"),
			Help:    text.New("act: accept, decline (kèm why), deliver; drafts và records được gắn trước.", "act: accept, decline (with why), deliver; drafts and records are linked first."),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "Commission"}}, Faults: append(lost, catalog.Invalid)},
	}
}

func (f *Face) asked(it commissions.Item) asked {
	c := &it.Value
	return asked{it.ID, c.Topic, c.Reason, c.Detail, c.Person, c.Due, c.Fee, c.State, c.Late(f.Now()), c.Editions, c.Records, f.BaseURL + "/desk/vi/commissions/" + it.ID}
}

func (f *Face) commissions(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	items, more, err := f.Commissions.List(r.Context(), commissions.OfUnit, who.Units()[0], true, 200)
	if err != nil {
		return err
	}
	out := struct {
		Items []asked `json:"items"`
		More  bool    `json:"more"`
	}{Items: []asked{}, More: more}
	for _, it := range items {
		out.Items = append(out.Items, f.asked(it))
	}
	return answer(w, http.StatusOK, out)
}

func (f *Face) answerCommission(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	id, _ := httpkit.PathVar(r, "id")
	it, err := f.Commissions.Find(r.Context(), id)
	if err == nil && !it.Value.MayRead(who) {
		err = catalog.NewFault(catalog.NotFound, "id", "Không có yêu cầu đặt bài này.", "There is no such commission.")
	}
	if err != nil {
		return err
	}
	var in answered
	if err := read(r, &in); err != nil {
		return err
	}
	for _, draft := range in.Drafts {
		if of, err := f.Editions.Find(r.Context(), draft); err != nil || !of.Value.MayRead(who) {
			return catalog.NewFault(catalog.Invalid, "drafts", "Không có bản thảo “"+draft+"” của đơn vị.", "The unit has no draft “"+draft+"”.")
		}
		if it, err = f.Commissions.Attach(r.Context(), id, draft, "", who, "unit-key"); err != nil {
			return err
		}
	}
	for _, record := range in.Records {
		if _, err := f.Records.Record(r.Context(), record); err != nil {
			return catalog.NewFault(catalog.Invalid, "records", "Không có bản ghi “"+record+"”.", "There is no record “"+record+"”.")
		}
		if it, err = f.Commissions.Attach(r.Context(), id, "", record, who, "unit-key"); err != nil {
			return err
		}
	}
	if in.Act != "" {
		if it, err = f.Commissions.Do(r.Context(), id, in.Act, in.Why, who, "unit-key"); err != nil {
			return err
		}
	}
	return answer(w, http.StatusOK, f.asked(it))
}
