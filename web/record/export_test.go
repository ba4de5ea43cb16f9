package record

// QualityOf is what the page shows of a report of quality.
var QualityOf = qualityOf
