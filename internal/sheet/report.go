package sheet

// ReportColumn is a column with the field that it was taken for; Field is "" for
// one that is not read.
type ReportColumn struct {
	Index   int    `json:"index"`
	Heading string `json:"heading"`
	Field   Field  `json:"field"`
	Unit    string `json:"unit"`
}

// ReportRow is a body row; Record is null where it was skipped.
type ReportRow struct {
	Row      int             `json:"row"`
	Status   Status          `json:"status"`
	Record   *Record         `json:"record"`
	Messages []ReportMessage `json:"messages"`
}

// ReportMessage is a message in words.
type ReportMessage struct {
	Cell string `json:"cell"`
	Code Code   `json:"code"`
	Text string `json:"text"`
}

// Summary counts the rows by status.
type Summary struct {
	OK    int `json:"ok"`
	Warn  int `json:"warn"`
	Skip  int `json:"skip"`
	Error int `json:"error"`
}

// Add counts a row.
func (s *Summary) Add(status Status) {
	switch status {
	case OK:
		s.OK++
	case Warn:
		s.Warn++
	case Skip:
		s.Skip++
	case Error:
		s.Error++
	}
}
