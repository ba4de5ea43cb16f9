package sdmx

import "honglinh/catalog/text"

// component is a dimension, the measure or an attribute.
type component struct {
	id   string
	name text.Text
	list string // codelist, "" is not coded
}

// timeDimension is the dimension of the observations within a series.
const timeDimension = "TIME_PERIOD"

// measure is the one measure.
const measure = "OBS_VALUE"

// dimensions are the dimensions of a series in the order of a key.
func dimensions() []component {
	return []component{
		{"INDICATOR", text.New("Chỉ tiêu", "Indicator"), clIndicator},
		{"REF_AREA", text.New("Địa bàn", "Reference area"), clArea},
		{"VINTAGE", text.New("Địa giới của số liệu", "Boundary vintage"), clVintage},
		{"SOURCE_ID", text.New("Nguồn", "Source"), clSource},
	}
}

// attributes are the attributes of an observation: first the coded ones in the
// order of observation.coded, then the others in that of observation.free.
func attributes() []component {
	return []component{
		{"UNIT_MEASURE", text.New("Đơn vị tính", "Unit of measure"), clUnit},
		{"CONF", text.New("Độ tin cậy", "Confidence"), clConf},
		{"OBS_STATUS", text.New("Loại số liệu", "Observation status"), clStatus},
		{"METHOD", text.New("Cách tính, phạm vi", "Method and coverage"), clMethod},
		{"SOURCE", text.New("Tên nguồn", "Title of the source"), ""},
		{"SOURCE_URL", text.New("Địa chỉ nguồn", "Address of the source"), ""},
		{"VALUE_PRINTED", text.New("Giá trị như in", "Value as printed"), ""},
		{"NOTE", text.New("Ghi chú", "Note"), ""},
		{"STATEMENT", text.New("Mã phát biểu trong bảng", "Id of the statement in the table"), ""},
	}
}

func others() []component {
	return []component{
		{timeDimension, text.New("Kỳ", "Time period"), ""},
		{measure, text.New("Giá trị", "Observation value"), ""},
	}
}

// attribute returns an attribute of an observation: the code's position, or the text.
func (o observation) attribute(i int) (at int, free text.Text) {
	if i < len(o.coded) {
		return o.coded[i], nil
	}
	return -1, o.free[i-len(o.coded)]
}
