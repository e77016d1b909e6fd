package form

import (
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
)

func park(w *walker, p *invest.Park) {
	w.section("section.basics")
	w.text("name", "field.name", &p.Name, required)
	choice(w, "level", "field.park_level", "level", &p.Level, invest.Levels)
	w.text("state", "park.state", &p.State)
	w.blocks("summary", "field.summary", &p.Summary, tall(3), hint("hint.summary"))
	w.text("place", "park.place", &p.Place)
	w.sectors(&p.Sectors)
	w.text("operator", "park.operator", &p.Operator)

	w.section("section.figures")
	w.land("planned", "park.planned", &p.Planned)
	w.land("core", "park.core", &p.Core)
	w.land("built", "park.built", &p.Built)
	w.land("floors", "park.floors", &p.Floors)
	w.flag("floorsAtLeast", "field.floors_at_least", &p.FloorsAtLeast)
	w.maybe("residents", "park.residents", &p.Residents)
	w.flag("residentsAtLeast", "field.residents_at_least", &p.ResidentsAtLeast)
	w.money("invested", "park.invested", &p.Invested)
	w.money("intensity", "field.intensity", &p.Intensity)
	w.flag("intensityAtLeast", "field.intensity_at_least", &p.IntensityAtLeast)
	w.money("tax", "field.tax_per_mu", &p.Tax)
	w.flag("expected", "field.expected", &p.Expected)

	w.section("section.site")
	checks(w, "utilities", "park.utilities", "utility", &p.Utilities, invest.Utilities)
	rows(w, "distances", "park.distances", "add.distance", &p.Distances, distance)

	w.section("section.space")
	rows(w, "plots", "park.plots", "add.plot", &p.Plots, plot)
	rows(w, "workshops", "park.workshops", "add.workshop", &p.Workshops, workshop)

	w.section("section.body")
	w.rich("body", "field.body", &p.Body)
	w.pictures(&p.Pictures)

	w.section("section.contact")
	w.contact("desk", &p.Desk)
	w.source("source", &p.Source, required)

	w.section("section.internal")
	w.internalArea("note", "field.note", &p.Note)
}

func distance(w *walker, d *invest.Distance) string {
	w.text("to", "field.distance_to", &d.To, required)
	w.exact("km", "field.km", &d.Km)
	return i18n.Pick(w.ctx, d.To).S
}

func plot(w *walker, x *invest.Plot) string {
	w.key(&x.Key)
	w.line("code", "plot.code", &x.Code, required)
	w.land("area", "plot.area", &x.Area)
	choice(w, "state", "plot.state", "plot", &x.State, invest.PlotStates, required)
	w.money("price", "field.price_per_mu", &x.Price)
	w.text("use", "plot.use", &x.Use)
	w.text("far", "plot.far", &x.FAR)
	return x.Code
}

func workshop(w *walker, x *invest.Workshop) string {
	w.key(&x.Key)
	w.text("building", "workshop.building", &x.Building, required)
	w.line("floor", "workshop.floor", &x.Floor)
	w.land("area", "workshop.area", &x.Area)
	choice(w, "state", "plot.state", "workshop_state", &x.State, invest.WorkshopStates, required)
	w.date("freeFrom", "workshop.from", &x.FreeFrom)
	w.number("height", "field.height", &x.Height)
	w.number("load", "field.load", &x.Load)
	w.number("power", "field.power", &x.Power)
	w.number("rent", "field.rent", &x.Rent)
	if x.Floor == "" {
		return i18n.Pick(w.ctx, x.Building).S
	}
	return i18n.Pick(w.ctx, x.Building).S + " " + x.Floor
}
