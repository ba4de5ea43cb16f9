package facts

import "honglinh/catalog/vocab"

// Field is a field of a record's sheet: its key in the locales, and the
// attributes that may hold it under the names that datasets use.
type Field struct {
	Key      string
	names    []string
	optional bool // shown only where it is known, and not counted
}

// Needed reports whether a record that lacks the field is said to lack it.
func (f Field) Needed() bool { return !f.optional }

// Names are the attributes that may hold the field, the usual one first.
func (f Field) Names() []string { return f.names }

// SheetOf returns the fields that records of a kind should have.
func SheetOf(kind vocab.Kind) []Section { return sheets()[kind] }

// Section is fields that belong together.
type Section struct {
	Key    string
	Fields []Field
}

// Need is a field that a record should have; names are the attributes that may hold it.
func Need(key string, names ...string) Field {
	return Field{Key: key, names: append([]string{key}, names...)}
}

// May is a field that is shown only where it is known.
func May(key string, names ...string) Field {
	f := Need(key, names...)
	f.optional = true
	return f
}

// sheets returns the fields that each kind should have. A field that a record
// lacks is shown as not stated and counted as missing.
func sheets() map[vocab.Kind][]Section {
	return map[vocab.Kind][]Section{
		vocab.Opportunity:  OpportunitySheet(),
		vocab.Project:      projectSheet(),
		vocab.Incentive:    incentiveSheet(),
		vocab.Journey:      {{"about", []Field{Need("audience"), Need("bodies"), May("unsure")}}},
		vocab.Procedure:    ProcedureSheet(),
		vocab.Plan:         planSheet(),
		vocab.Document:     documentSheet(),
		vocab.Place:        placeSheet(),
		vocab.Organisation: organisationSheet(),
		vocab.Dataset:      {{"published", []Field{Need("contributors"), Need("dataset_version", "version"), Need("date"), Need("update_frequency", "accrual_periodicity", "frequency"), May("homepage")}}},
		vocab.Article:      {{"about", []Field{Need("author", "outlet", "publisher"), Need("published", "date"), May("article_type"), May("category", "topic"), May("contributing_unit"), May("commissioned_by"), May("ward_profile"), May("language")}}},
		vocab.Photo:        {{"about", []Field{Need("author", "photographer"), Need("date"), Need("ward"), Need("alt", "caption"), May("credit")}}},
	}
}

// OpportunitySheet is the investor's sheet: every field that an investor asks
// for before travelling.
func OpportunitySheet() []Section {
	return []Section{
		{"identity", []Field{Need("id"), Need("list_code", "code", "card_code"), Need("list_document_id", "list_document"), Need("name.vi"), Need("name.en"), May("aliases"),
			Need("opportunity_kind", "opportunity_type", "type")}},
		{"sector", []Field{Need("vsic"), Need("isic_code"), Need("sector_group_local", "sector", "sector_printed", "field")}},
		{"place", []Field{Need("ward"), Need("address_as_printed", "address", "location"), Need("old_unit_code", "old_unit"), Need("geometry"), Need("geometry_quality"),
			Need("geometry_source", "geometry_note"), Need("boundaries")}},
		{"size", []Field{Need("area_ha"), Need("area_kind"), Need("area_as_printed", "area_printed", "area_note")}},
		{"money", []Field{Need("capital"), Need("capital_as_printed", "capital_printed", "capital_note"), Need("usd_rate"), Need("rate_date")}},
		{"form", []Field{Need("investment_form", "form"), Need("selection_route"), Need("muasamcong_ref"), Need("land_list_resolution")}},
		{"land", []Field{Need("land_use_now", "current_land_use", "land_status"), Need("land_use_planned", "planned_land_use"), Need("clearance_status", "clearance"), Need("clearance_cost"),
			Need("lease_term_years", "lease_term"), Need("land_price_ref", "land_price")}},
		{"planning", []Field{Need("plan_refs", "plans", "planning"), Need("conformity", "planning_conformity"), Need("conformity_by")}},
		{"infrastructure", []Field{Need("infrastructure_as_printed", "infrastructure"), Need("distances"), Need("power_kv_mva", "power"), Need("water_m3_day", "water"),
			Need("wastewater"), Need("telecom"), Need("road_width_m", "road_width")}},
		{"incentives", []Field{Need("incentives_as_printed", "incentives"), Need("incentive_sector_refs"), Need("zone_type"), Need("zone_id", "zone"), Need("incentive_result_id")}},
		{"legal", []Field{Need("legal_basis")}},
		{"time", []Field{Need("status"), Need("announced_on", "announced"), Need("deadline"), Need("implementation_period", "implementation_months", "schedule", "progress"), Need("valid_until"), Need("review_due")}},
		{"contact", []Field{Need("contact_unit", "contact_agency", "unit_id", "contact"), Need("contact_role", "role"), Need("contact_phone", "phone"), Need("contact_email", "email"),
			Need("contact_hours", "hours")}},
		{"files", []Field{Need("documents", "files"), Need("images"), Need("map_layers")}},
	}
}

func projectSheet() []Section {
	return []Section{
		{"identity", []Field{Need("id"), Need("investor"), Need("project_code", "registration_code"), Need("sector_group_local", "sector")}},
		{"place", []Field{Need("ward"), Need("address_as_printed", "location", "address"), Need("area_ha"), May("area_as_printed", "area_printed")}},
		{"money", []Field{Need("capital"), May("capital_as_printed", "capital_printed", "capital_note"), Need("capacity")}},
		{"time", []Field{Need("status"), Need("valid"), Need("implementation_period", "year")}},
		{"legal", []Field{Need("legal_basis")}},
	}
}

// ProcedureSheet returns the sections and fields of the sheet of a procedure, in the order of the page.
func ProcedureSheet() []Section {
	return []Section{
		// The order is that of eRegulations (UNCTAD): what one gets, where, with what, how
		// long, at what cost, on what ground, and what to do when it goes wrong.
		{"get", []Field{Need("result"), Need("audience", "subject")}},
		{"where", []Field{Need("receiving_unit", "receiving_agency"), Need("deciding_unit", "deciding_agency"), Need("agencies", "agency"), Need("manner", "manners", "channels")}},
		{"bring", []Field{Need("dossier", "documents"), Need("forms"), Need("conditions", "requirements")}},
		{"limit", []Field{Need("time_limit"), May("time_limit_state"), May("time_limit_basis"), May("limits"), May("time_limit_printed")}},
		{"cost", []Field{Need("fee", "fees")}},
		{"legal", []Field{Need("legal_basis"), Need("publication_decision", "decision", "published_by")}},
		{"complaint", []Field{Need("complaint", "recourse")}},
		{"identity", []Field{Need("national_code", "code", "number"), Need("field", "domain"), Need("level"), Need("online_level"), May("partial_reason")}},
		{"validity", []Field{Need("valid"), May("change_type"), Need("portal", "npsp_url", "portal_url")}},
	}
}

func incentiveSheet() []Section {
	return []Section{
		{"identity", []Field{Need("family")}},
		{"how", []Field{Need("benefit"), May("rate_pct"), May("years_rate"), May("years_exempt"), May("years_half"), May("counted_from"), Need("time_limit"), May("procedure_refs")}},
		{"who", []Field{Need("eligible"), Need("evidence"), Need("decided_by")}},
		{"legal", []Field{Need("legal_basis"), Need("law"), Need("article")}},
		{"validity", []Field{Need("valid"), May("unsure")}},
	}
}

func planSheet() []Section {
	return []Section{
		{"identity", []Field{Need("number"), Need("plan_type", "type"), Need("approving_body", "authority", "issuer"), Need("date"), Need("signer")}},
		{"scope", []Field{Need("period"), Need("scale"), Need("area_ha"), May("area_as_printed", "area_printed"), Need("area_study_ha"), Need("boundaries"), May("land_use"), Need("ward"), Need("upper_plan")}},
		{"validity", []Field{Need("status"), Need("adjustments"), Need("public_notice_on", "announced_on"), Need("displayed_at", "display_place")}},
		{"legal", []Field{Need("legal_basis")}},
		{"files", []Field{Need("map_layers"), Need("files", "documents")}},
	}
}

func documentSheet() []Section {
	return []Section{
		{"identity", []Field{Need("number"), Need("document_type", "type"), Need("issuer", "authority"), Need("date"), Need("signer")}},
		{"scope", []Field{Need("doc_class"), May("field", "topic"), Need("ward")}},
		{"validity", []Field{Need("status"), Need("valid"), Need("legal_basis")}},
		{"files", []Field{Need("files", "file", "file_url")}},
	}
}

func placeSheet() []Section {
	return []Section{
		{"identity", []Field{Need("place_kind", "category", "type"), May("aliases"), Need("rank"), Need("recognition", "decision"), Need("recognition_year")}},
		{"place", []Field{Need("ward"), Need("address_as_printed", "address", "location"), Need("geometry"), Need("geometry_quality"), May("distance_km")}},
		{"visit", []Field{Need("opening", "opening_hours", "hours"), Need("entry_fee", "admission_fee", "fees"), Need("access"), Need("accessibility"), Need("season"), May("capacity")}},
		{"care", []Field{Need("managing_body", "manager"), Need("period_person", "commemorates"), Need("protected_zones")}},
	}
}

func organisationSheet() []Section {
	return []Section{
		{"identity", []Field{May("acronym"), Need("org_kind", "kind", "type"), Need("role", "functions"), May("parent", "parent_org")}},
		{"contact", []Field{Need("address_as_printed", "address"), Need("phone"), Need("email"), Need("website", "site"), Need("contact_hours", "hours")}},
		{"validity", []Field{Need("valid")}},
	}
}
