package strptime

import (
	"testing"
	"time"
)

func TestFormatsReadWhatTheySay(t *testing.T) {
	for _, c := range []struct{ format, in, want string }{
		{"%d/%m/%Y", "05/07/2025", "2025-07-05T00:00:00Z"},
		{"%d/%m/%Y", "5/7/2025", "2025-07-05T00:00:00Z"},
		{"%d-%m-%Y", "31-12-2024", "2024-12-31T00:00:00Z"},
		{"ngày %d tháng %m năm %Y", "ngày 01 tháng 07 năm 2025", "2025-07-01T00:00:00Z"},
		{"%d/%m/%y", "01/02/25", "2025-02-01T00:00:00Z"},
		{"%d/%m/%y", "01/02/75", "1975-02-01T00:00:00Z"},
		{"%F %T", "2025-07-05 08:30:15", "2025-07-05T08:30:15Z"},
		{"%d/%m/%Y %I:%M %p", "05/07/2025 12:05 am", "2025-07-05T00:05:00Z"},
		{"%Y-%m-%dT%H:%M:%S%z", "2025-07-05T08:30:00+07:00", "2025-07-05T08:30:00+07:00"},
		{"%H:%M", "23:59", "0001-01-01T23:59:00Z"},
		{"%Y-%j", "2024-060", "2024-02-29T00:00:00Z"},
		{"%S.%f %H:%M %%", "07.25 01:02 %", "0001-01-01T01:02:07.25Z"},
		{"%d/%m/%Y", "31/02/2025", ""},
		{"%d/%m/%Y", "05/07/2025 ", ""},
		{"%d/%m/%Y", "05/07/25", ""},
		{"%d/%m/%Y", "2025-07-05", ""},
		{"%H:%M", "24:00", ""},
		{"%Y-%j", "2025-366", ""},
	} {
		f, err := Compile(c.format)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.Parse(c.in)
		if c.want == "" {
			if err == nil {
				t.Errorf("%s reads %q as %v", c.format, c.in, got)
			}
			continue
		}
		if s := got.Format(time.RFC3339Nano); err != nil || s != c.want {
			t.Errorf("%s: %q is %s, %v; want %s", c.format, c.in, s, err, c.want)
		}
	}
}

func TestAFormatThatCannotBeReadIsNamed(t *testing.T) {
	for format, want := range map[string]string{"%A %d": "the directive %A is not read", "%d/%m/%d": "the directive %d stands there twice", "%": "the format ends with %", "abc": "the format has neither a year nor an hour"} {
		if _, err := Compile(format); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", format, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("%d/%m/%Y", "05/07/2025")
	f.Add("%I%p%j%Y%f%z", "12am3662024123456+07")
	f.Fuzz(func(t *testing.T, format, in string) {
		c, err := Compile(format)
		if err != nil {
			return
		}
		if got, err := c.Parse(in); err == nil && (got.Year() < 1 || got.Year() > 9999) {
			t.Errorf("%q reads %q as %v", format, in, got)
		}
	})
}
