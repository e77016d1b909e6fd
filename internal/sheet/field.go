package sheet

// Field is what a column holds.
type Field string

const (
	Ignored Field = "" // a column that is not read

	FSerial      Field = "serial"
	FCode        Field = "code"
	FName        Field = "name"
	FPartyA      Field = "partyA"
	FPartyB      Field = "partyB"
	FParties     Field = "parties" // both in one cell
	FPlace       Field = "place"
	FSector      Field = "sector"
	FGroup       Field = "group"
	FDate        Field = "date"
	FEnd         Field = "end" // 竣工时间: known, not part of a record
	FAmount      Field = "amount"
	FForeign     Field = "foreignAmount" // the amount of what is not signed in yuan
	FWanted      Field = "amountWanted"
	FFixed       Field = "fixedAssets"
	FCurrency    Field = "currency"
	FUnit        Field = "unit"
	FPlanYear    Field = "planYear"
	FDone        Field = "done"
	FFunds       Field = "funds" // 到位资金 of a project: known, not part of a record
	FCooperation Field = "cooperation"
	FArea        Field = "areaM2"
	FIndustries  Field = "industries"
	FCompanies   Field = "companies"
	FOwner       Field = "owner"
	FPayback     Field = "paybackYears"
	FProgress    Field = "progress"
	FContent     Field = "content"
	FBenefit     Field = "benefit"
	FContact     Field = "contact" // never read: a person is no field of a record
	FNote        Field = "note"
	FOrigin      Field = "origin"
	FLevel       Field = "level"
	FDeal        Field = "agreement"

	FRegion Field = "region"
	FMetric Field = "metric"
	FPeriod Field = "period"
	FValue  Field = "value"
	FCount  Field = "projects"
	FRate   Field = "ratePct"
	FGrowth Field = "growthPct"
	FShare  Field = "sharePct"
	FTask   Field = "task"
	FRank   Field = "rank" // known, not part of a record
)

// FieldsOf lists the fields that a table of a kind can have, in the order in
// which a person is offered them.
func FieldsOf(k Kind) []Field {
	switch k {
	case Signings:
		return []Field{FName, FPartyA, FPartyB, FParties, FAmount, FForeign, FUnit, FCurrency, FDate, FGroup, FPlace, FSector, FOrigin, FDeal, FCode, FContent, FCooperation, FArea, FOwner, FProgress, FNote, FSerial}
	case Projects:
		return []Field{FName, FCode, FSector, FPlace, FContent, FAmount, FWanted, FUnit, FCurrency, FCooperation, FBenefit, FPayback, FOwner, FArea, FProgress, FDate, FGroup, FLevel, FNote, FSerial}
	case Parks:
		return []Field{FName, FCode, FPlace, FLevel, FDate, FArea, FUnit, FIndustries, FCompanies, FAmount, FCurrency, FContent, FOwner, FGroup, FNote, FSerial}
	case Construction:
		return []Field{FName, FCode, FPlace, FContent, FSector, FAmount, FPlanYear, FDone, FUnit, FCurrency, FProgress, FDate, FOwner, FGroup, FLevel, FArea, FNote, FSerial}
	}
	return []Field{FRegion, FMetric, FPeriod, FValue, FUnit, FCurrency, FTask, FRate, FGrowth, FShare, FCount, FGroup, FNote, FSerial}
}

// Fields lists all that a column can be.
var Fields = []Field{
	FSerial, FCode, FName, FPartyA, FPartyB, FParties, FPlace, FSector, FGroup, FDate, FEnd, FAmount, FForeign, FWanted, FFixed, FCurrency, FUnit,
	FPlanYear, FDone, FFunds, FCooperation, FArea, FIndustries, FCompanies, FOwner, FPayback, FProgress, FContent, FBenefit, FContact, FNote,
	FOrigin, FLevel, FDeal, FRegion, FMetric, FPeriod, FValue, FCount, FRate, FGrowth, FShare, FTask, FRank,
}

// Counts reports whether bare numbers of a field need a unit.
func (f Field) Counts() bool { return f.isMoney() || f == FArea || f == FValue || f == FTask }

// isMoney reports whether a field holds amounts of money in every kind of table.
func (f Field) isMoney() bool {
	switch f {
	case FAmount, FForeign, FWanted, FPlanYear, FDone, FFixed, FFunds:
		return true
	}
	return false
}
