package web

import (
	"honglinh/catalog/vocab"
)

// sheetField is a field of a record's sheet: its key in the locales, and the
// attributes that may hold it under the names that datasets use.
type sheetField struct {
	key      string
	names    []string
	optional bool // shown only where it is known, and not counted
}

type sheetGroup struct {
	key    string
	fields []sheetField
}

func need(key string, names ...string) sheetField {
	return sheetField{key: key, names: append([]string{key}, names...)}
}

func may(key string, names ...string) sheetField {
	f := need(key, names...)
	f.optional = true
	return f
}

// sheets returns the fields that each kind should have. A field that a record
// lacks is shown as not stated and counted as missing.
func sheets() map[vocab.Kind][]sheetGroup {
	return map[vocab.Kind][]sheetGroup{
		vocab.Opportunity:  opportunitySheet(),
		vocab.Project:      projectSheet(),
		vocab.Incentive:    incentiveSheet(),
		vocab.Journey:      {{"about", []sheetField{need("audience"), need("bodies"), may("unsure")}}},
		vocab.Procedure:    procedureSheet(),
		vocab.Plan:         planSheet(),
		vocab.Document:     documentSheet(),
		vocab.Place:        placeSheet(),
		vocab.Organisation: organisationSheet(),
		vocab.Dataset:      {{"published", []sheetField{need("contributors"), need("dataset_version", "version"), need("date"), need("update_frequency", "accrual_periodicity", "frequency"), may("homepage")}}},
		vocab.Article:      {{"about", []sheetField{need("author", "outlet", "publisher"), need("published", "date"), may("category", "topic"), may("contributing_unit"), may("language")}}},
		vocab.Photo:        {{"about", []sheetField{need("author", "photographer"), need("date"), need("ward"), need("alt", "caption"), may("credit")}}},
	}
}

// opportunitySheet is the investor's sheet: every field that an investor asks
// for before travelling.
func opportunitySheet() []sheetGroup {
	return []sheetGroup{
		{"identity", []sheetField{need("id"), need("list_code", "code", "card_code"), need("list_document_id", "list_document"), need("name.vi"), need("name.en"), may("aliases"),
			need("opportunity_kind", "opportunity_type", "type")}},
		{"sector", []sheetField{need("vsic"), need("isic_code"), need("sector_group_local", "sector", "sector_printed", "field")}},
		{"place", []sheetField{need("ward"), need("address_as_printed", "address", "location"), need("old_unit_code", "old_unit"), need("geometry"), need("geometry_quality"),
			need("geometry_source", "geometry_note"), need("boundaries")}},
		{"size", []sheetField{need("area_ha"), need("area_kind"), need("area_as_printed", "area_printed", "area_note")}},
		{"money", []sheetField{need("capital"), need("capital_as_printed", "capital_printed", "capital_note"), need("usd_rate"), need("rate_date")}},
		{"form", []sheetField{need("investment_form", "form"), need("selection_route"), need("muasamcong_ref"), need("land_list_resolution")}},
		{"land", []sheetField{need("land_use_now", "current_land_use", "land_status"), need("land_use_planned", "planned_land_use"), need("clearance_status", "clearance"), need("clearance_cost"),
			need("lease_term_years", "lease_term"), need("land_price_ref", "land_price")}},
		{"planning", []sheetField{need("plan_refs", "plans", "planning"), need("conformity", "planning_conformity"), need("conformity_by")}},
		{"infrastructure", []sheetField{need("infrastructure_as_printed", "infrastructure"), need("distances"), need("power_kv_mva", "power"), need("water_m3_day", "water"),
			need("wastewater"), need("telecom"), need("road_width_m", "road_width")}},
		{"incentives", []sheetField{need("incentives_as_printed", "incentives"), need("incentive_sector_refs"), need("zone_type"), need("zone_id", "zone"), need("incentive_result_id")}},
		{"legal", []sheetField{need("legal_basis")}},
		{"time", []sheetField{need("status"), need("announced_on", "announced"), need("deadline"), need("implementation_period", "implementation_months", "schedule", "progress"), need("valid_until"), need("review_due")}},
		{"contact", []sheetField{need("contact_unit", "contact_agency", "unit_id", "contact"), need("contact_role", "role"), need("contact_phone", "phone"), need("contact_email", "email"),
			need("contact_hours", "hours")}},
		{"files", []sheetField{need("documents", "files"), need("images"), need("map_layers")}},
	}
}

func projectSheet() []sheetGroup {
	return []sheetGroup{
		{"identity", []sheetField{need("id"), need("investor"), need("project_code", "registration_code"), need("sector_group_local", "sector")}},
		{"place", []sheetField{need("ward"), need("address_as_printed", "location", "address"), need("area_ha"), may("area_as_printed", "area_printed")}},
		{"money", []sheetField{need("capital"), may("capital_as_printed", "capital_printed", "capital_note"), need("capacity")}},
		{"time", []sheetField{need("status"), need("valid"), need("implementation_period", "year")}},
		{"legal", []sheetField{need("legal_basis")}},
	}
}

func procedureSheet() []sheetGroup {
	return []sheetGroup{
		{"identity", []sheetField{need("national_code", "code", "number"), need("field", "domain"), need("level"), need("online_level"), may("partial_reason")}},
		{"who", []sheetField{need("audience", "subject"), need("agencies", "agency"), need("receiving_unit", "receiving_agency"), need("deciding_unit", "deciding_agency")}},
		{"how", []sheetField{need("manner", "manners", "channels"), need("time_limit"), may("time_limit_state"), may("time_limit_basis"), may("time_limit_printed"), may("limits"), need("fee", "fees"), need("dossier", "documents"), need("forms"), need("conditions", "requirements"),
			need("result")}},
		{"legal", []sheetField{need("legal_basis"), need("publication_decision", "decision", "published_by")}},
		{"validity", []sheetField{need("valid"), may("change_type"), need("portal", "npsp_url", "portal_url")}},
	}
}

func incentiveSheet() []sheetGroup {
	return []sheetGroup{
		{"identity", []sheetField{need("family")}},
		{"how", []sheetField{need("benefit"), may("rate_pct"), may("years_rate"), may("years_exempt"), may("years_half"), may("counted_from"), need("time_limit"), may("procedure_refs")}},
		{"who", []sheetField{need("eligible"), need("evidence"), need("decided_by")}},
		{"legal", []sheetField{need("legal_basis"), need("law"), need("article")}},
		{"validity", []sheetField{need("valid"), may("unsure")}},
	}
}

func planSheet() []sheetGroup {
	return []sheetGroup{
		{"identity", []sheetField{need("number"), need("plan_type", "type"), need("approving_body", "authority", "issuer"), need("date"), need("signer")}},
		{"scope", []sheetField{need("period"), need("scale"), need("area_ha"), may("area_as_printed", "area_printed"), need("area_study_ha"), need("boundaries"), need("ward"), need("upper_plan")}},
		{"validity", []sheetField{need("status"), need("valid"), need("adjustments"), need("public_notice_on", "announced_on"), need("displayed_at", "display_place")}},
		{"legal", []sheetField{need("legal_basis")}},
		{"files", []sheetField{need("map_layers"), need("files", "documents")}},
	}
}

func documentSheet() []sheetGroup {
	return []sheetGroup{
		{"identity", []sheetField{need("number"), need("document_type", "type"), need("issuer", "authority"), need("date"), need("signer")}},
		{"scope", []sheetField{need("doc_class"), may("field", "topic"), need("ward")}},
		{"validity", []sheetField{need("status"), need("valid"), need("legal_basis")}},
		{"files", []sheetField{need("files", "file", "file_url")}},
	}
}

func placeSheet() []sheetGroup {
	return []sheetGroup{
		{"identity", []sheetField{need("place_kind", "category", "type"), may("aliases"), need("rank"), need("recognition", "decision"), need("recognition_year")}},
		{"place", []sheetField{need("ward"), need("address_as_printed", "address", "location"), need("geometry"), need("geometry_quality"), may("distance_km")}},
		{"visit", []sheetField{need("opening", "opening_hours", "hours"), need("entry_fee", "admission_fee", "fees"), need("access"), need("accessibility"), need("season"), may("capacity")}},
		{"care", []sheetField{need("managing_body", "manager"), need("period_person", "commemorates"), need("protected_zones")}},
	}
}

func organisationSheet() []sheetGroup {
	return []sheetGroup{
		{"identity", []sheetField{may("acronym"), need("org_kind", "kind", "type"), need("role", "functions"), may("parent", "parent_org")}},
		{"contact", []sheetField{need("address_as_printed", "address"), need("phone"), need("email"), need("website", "site"), need("contact_hours", "hours")}},
		{"validity", []sheetField{need("valid")}},
	}
}
