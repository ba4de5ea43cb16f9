package citetest

import (
	"time"

	"honglinh/catalog/text"
)

func pageChecks() []check {
	return []check{
		{html, "/req/html/links", text.New("Trang nào cũng dẫn tới chính nó và dạng HTML của nó; mọi liên kết ghi quan hệ và kiểu", "Every page links to itself and to its HTML form; every link has a relation and a type"), checkPageLinks},
		{core, "/req/core/fc-md-extent", text.New("Phạm vi thời gian là cặp thời điểm, hoặc để ngỏ", "Extents in time are pairs of instants, or open"), checkIntervals},
		{core, "/req/core/fc-timeStamp", text.New("timeStamp, nếu có, là lúc trả lời", "timeStamp, where there is one, is the time of the answer"), checkTimeStamp},
	}
}

func checkPageLinks(s *session) error {
	pages, err := s.pages()
	if err != nil {
		return err
	}
	for _, p := range pages {
		v, err := s.object(p + "?f=json")
		if err != nil {
			return err
		}
		if v["links"] == nil { // a definition or a schema, whose form has no place for links
			if v["openapi"] == nil && v["$schema"] == nil {
				return wrong("%s has no links", p)
			}
			continue
		}
		if _, ok := linked(v, "self", ""); !ok {
			return wrong("%s has no link to itself", p)
		}
		if _, ok := linked(v, "alternate", "text/html"); !ok {
			return wrong("%s has no link to its HTML form", p)
		}
		for _, l := range list(v, "links") {
			media := str(l, "type") != "" || str(l, "rel") == "profile" // a profile is a name, which need not lead anywhere
			if str(l, "href") == "" || str(l, "rel") == "" || !media {
				return wrong("%s: a link lacks href, rel or type: %v", p, l)
			}
		}
	}
	return nil
}

func checkIntervals(s *session) error {
	looked := false
	err := s.each(func(_ string, c map[string]any) error {
		e, _ := c["extent"].(map[string]any)
		t, _ := e["temporal"].(map[string]any)
		if t == nil {
			return nil
		}
		looked = true
		intervals, _ := t["interval"].([]any)
		if len(intervals) == 0 {
			return wrong("a temporal extent without intervals")
		}
		for _, i := range intervals {
			ends, _ := i.([]any)
			if len(ends) != 2 {
				return wrong("%v is no interval", i)
			}
			var at [2]time.Time
			for n, end := range ends {
				if end == nil {
					continue
				}
				word, _ := end.(string)
				var err error
				if at[n], err = time.Parse(time.RFC3339, word); err != nil {
					return wrong("%v is not an instant of RFC 3339", end)
				}
			}
			if !at[0].IsZero() && !at[1].IsZero() && at[1].Before(at[0]) {
				return wrong("the interval %v ends before it begins", i)
			}
		}
		return nil
	})
	if err == nil && !looked {
		return skip("no collection has an extent in time")
	}
	return err
}

func checkTimeStamp(s *session) error {
	looked := false
	err := s.each(func(id string, _ map[string]any) error {
		v, err := s.object(items(id, "limit", "1"))
		if err != nil || v["timeStamp"] == nil {
			return err
		}
		looked = true
		at, err := time.Parse(time.RFC3339, str(v, "timeStamp"))
		if err != nil || time.Since(at).Abs() > time.Hour { // a page may come from a cache
			return wrong("timeStamp is %v", v["timeStamp"])
		}
		return nil
	})
	if err == nil && !looked {
		return skip("pages carry no timeStamp, which the standard leaves open")
	}
	return err
}
