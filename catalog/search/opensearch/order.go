package opensearch

import (
	"math"

	"honglinh/catalog/search"
)

// Weights of what is not text, as in the other engine.
const (
	qualityWeight = 0.2
	freshWeight   = 0.05
	langWeight    = 0.05
	freshDays     = 3650
	farWeight     = 0.5
	usualReach    = 10 // km
	sphereSlack   = 0.006
)

// merits are the parameters of what multiplies the score of a text.
func (a *asking) merits() object {
	p := object{"quality": qualityWeight, "fresh": freshWeight, "days": float64(freshDays), "last": a.view.lastDay, "unknown": search.OpenFrom,
		"lang": a.req.Lang, "wanted": langWeight, "near": a.req.Near != nil}
	if a.req.Near == nil {
		return p
	}
	half := a.req.Reach
	if half <= 0 {
		half = usualReach
	}
	p["lon"], p["lat"], p["half"], p["far"], p["least"], p["away"] = a.req.Near[0], a.req.Near[1], half, farWeight, 1-sphereSlack, a.away()
	return p
}

// away are the distances that the request brings; never nil.
func (a *asking) away() map[string]float64 {
	if a.req.Away == nil {
		return map[string]float64{}
	}
	return a.req.Away
}

// order is the order that the one asked for means.
func (a *asking) order() search.Sort {
	switch {
	case a.req.Text != nil || a.req.Sort != search.ByRelevance && a.req.Sort != "":
		return a.req.Sort
	case a.req.Near != nil:
		return search.ByDistance
	}
	return search.ByDate
}

// last is the key of what has no value in the order: it comes last.
const last = -math.MaxFloat64

// sorted is the order as the cluster takes it: a key, and the id where keys are equal.
func (a *asking) sorted() list {
	var key object
	switch a.order() {
	case search.ByDate:
		key = object{"day": object{"order": "desc"}}
	case search.ByCapital:
		key = object{"capital": object{"order": "desc", "missing": last}}
	case search.ByArea:
		key = object{hectares: object{"order": "desc", "missing": last}}
	case search.ByTitle:
		key = object{"title": object{"order": "asc"}}
	case search.ByDistance:
		key = a.byDistance()
	default:
		key = object{"_score": object{"order": "desc"}}
	}
	return list{key, object{"id": object{"order": "asc"}}}
}

// byDistance orders by the way from the point asked for; without one everything is equally far.
func (a *asking) byDistance() object {
	if a.req.Near == nil {
		return object{"day": object{"order": "desc"}}
	}
	return object{"_script": object{"type": "number", "order": "asc", "script": object{"source": awayScript(),
		"params": object{"lon": a.req.Near[0], "lat": a.req.Near[1], "away": a.away(), "last": -last}}}}
}

// position is where a hit stands in the order.
func (a *asking) position(h answeredHit) *search.Position {
	p := &search.Position{ID: h.id(), State: a.view.name()}
	switch key := h.Sort[0].(type) {
	case float64:
		p.Key = key
	case string:
		p.Title = key
	}
	if a.order() == search.ByDistance {
		p.Key = -p.Key
	}
	return p
}

// after is the position of the page before as the cluster takes it.
func (a *asking) after() list {
	p := a.req.After
	switch {
	case p == nil:
		return nil
	case a.order() == search.ByTitle:
		return list{p.Title, p.ID}
	case a.order() == search.ByDistance:
		return list{-p.Key, p.ID}
	}
	return list{p.Key, p.ID}
}

// id is the record of a hit: the last key of every order.
func (h answeredHit) id() string {
	if len(h.Sort) == 0 {
		return ""
	}
	id, _ := h.Sort[len(h.Sort)-1].(string)
	return id
}
