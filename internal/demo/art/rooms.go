package art

// rooms are the grounds of each world by how a good is shown.
var rooms map[world]map[setting][]func(*stage)

func init() { // a literal would refer to itself through the grounds
	rooms = map[world]map[setting][]func(*stage){
		interior: {
			stand: {(*stage).room, (*stage).arch, (*stage).dado, (*stage).sunlit, (*stage).panes, (*stage).plinth, (*stage).panels, (*stage).shelf},
			roomy: {(*stage).room, (*stage).arch, (*stage).dado, (*stage).sunlit, (*stage).panes, (*stage).panels},
			hang:  {(*stage).room, (*stage).dado, (*stage).panes, (*stage).panels, (*stage).sunlit, (*stage).arch},
			wall:  {(*stage).room, (*stage).dado, (*stage).panes, (*stage).panels},
			flat:  {(*stage).planks, (*stage).cloth, (*stage).twoTone, (*stage).panesOnly},
		},
		outdoor: {
			stand: {(*stage).ridges, (*stage).ridges, (*stage).peak, (*stage).firs, (*stage).lake, (*stage).contours, (*stage).sunset, (*stage).slab},
			roomy: {(*stage).ridges, (*stage).peak, (*stage).firs, (*stage).lake, (*stage).sunset},
			hang:  {(*stage).ridges, (*stage).contours, (*stage).sunset, (*stage).firs},
			wall:  {(*stage).contoursOnly, (*stage).planks, (*stage).twoTone, (*stage).cloth},
			flat:  {(*stage).contoursOnly, (*stage).planks, (*stage).granite, (*stage).twoTone, (*stage).moss},
		},
		desk: {
			stand: {(*stage).room, (*stage).sheetBehind, (*stage).sunlit, (*stage).ruled, (*stage).stacked, (*stage).arch, (*stage).dots, (*stage).shelf},
			roomy: {(*stage).room, (*stage).sunlit, (*stage).arch, (*stage).sheetBehind, (*stage).ruled, (*stage).dots},
			hang:  {(*stage).room, (*stage).dado},
			wall:  {(*stage).room, (*stage).dado, (*stage).panels, (*stage).panes},
			flat:  {(*stage).grid, (*stage).sheets, (*stage).twoTone, (*stage).planks, (*stage).blotter, (*stage).dotsOnly},
		},
	}
}

// other is a tone of the palette that goes beside the wall and near it in strength.
func (s *stage) other() Tone {
	for range 30 {
		t := s.p.Walls[s.r.IntN(len(s.p.Walls))]
		if d := apart(t, s.wall); d > 0.05 && d < 0.22 {
			return t
		}
	}
	return s.wall.up(-0.06)
}

// room is a wall and a floor.
func (s *stage) room() {
	s.lime()
	s.boards(s.in(700, 770), s.floor)
}

// arch is a niche in the wall.
func (s *stage) arch() {
	s.lime()
	s.boards(s.in(735, 770), s.floor)
	x, w := s.in(180, 250), 0.0
	if s.chance(0.5) {
		x = s.in(120, 190)
	}
	w = s.w - 2*x
	top := s.in(90, 150)
	in := s.wall.up(-0.055)
	if s.chance(0.5) {
		in = s.other()
	}
	s.wash(tray(x, top, w, s.edge-top, w/2, 0), in.up(-0.02), in.up(0.02))
	s.within(tray(x, top, w, s.edge-top, w/2, 0), func() {
		s.fill(s.all().without(tray(x+26, top+18, w, s.edge-top, w/2, 0)), in.up(-0.06).veil(0.75))
	})
}

// dado is a wall painted in two colours.
func (s *stage) dado() {
	s.lime()
	y := s.in(330, 560)
	t := s.other()
	s.fill(rect(-5, y, s.w+10, 1000-y), t)
	s.fill(rect(-5, y, s.w+10, 5), t.up(-0.05))
	s.boards(s.in(745, 785), s.floor)
}

// sunlit is a great disc behind the good.
func (s *stage) sunlit() {
	s.lime()
	r := s.in(270, 350)
	cx, cy := s.w/2+s.in(-90, 90), s.in(380, 470)
	t := s.other()
	s.wash(disc(cx, cy, r), t.up(0.02), t.up(-0.02))
	s.boards(s.in(720, 770), s.floor)
}

// panes is the light of a window on the wall.
func (s *stage) panes() {
	s.panesOnly()
	s.boards(s.in(730, 780), s.floor)
}

func (s *stage) panesOnly() {
	s.lime()
	x, y, lean := s.in(80, 330), s.in(60, 150), s.in(-130, 130)
	w, h, gap := s.in(130, 180), s.in(190, 250), 20.0
	light := s.wall.up(0.06).mix(lch(0.96, 0.05, 85), 0.35).veil(0.7)
	for i := range 3 {
		for j := range 3 {
			a, b := float64(i)*(w+gap), float64(j)*(h+gap)
			k := lean / 700
			s.fill(poly(x+a+b*k, y+b+a*0.12, x+a+w+b*k, y+b+(a+w)*0.12, x+a+w+(b+h)*k, y+b+h+(a+w)*0.12, x+a+(b+h)*k, y+b+h+a*0.12), light)
		}
	}
}

// panels is a wall of upright boards.
func (s *stage) panels() {
	s.lime()
	w := s.in(62, 125)
	for x := s.in(-60, 0); x < s.w; x += w {
		s.fill(rect(x, -5, 4, 1010), s.wall.up(-0.05))
		s.fill(rect(x+4, -5, 3, 1010), s.wall.up(0.03))
	}
	s.boards(s.in(735, 785), s.floor)
}

// plinth puts the good on a block or a drum.
func (s *stage) plinth() {
	s.lime()
	s.boards(s.in(720, 750), s.floor)
	t := s.other().up(0.02)
	x0, x1, y := s.w/2-s.in(240, 300), s.w/2+s.in(240, 300), 800.0
	if s.chance(0.5) {
		s.fill(lathe(s.w/2, x1-s.w/2, y, x1-s.w/2, y, x1-s.w/2, 1010), t.up(-0.045))
		s.fill(flank(s.w/2, 0.45, 1, x1-s.w/2, y, x1-s.w/2, 1010), t.up(-0.085))
		s.fill(oval(s.w/2, y, x1-s.w/2, 56), t)
		s.base, s.edge, s.floor = 812, 744, t
		return
	}
	s.fill(poly(x0, y+38, x1, y+38, x1, 1010, x0, 1010), t.up(-0.05))
	s.fill(poly(x0+44, y-48, x1-44, y-48, x1, y+38, x0, y+38), t)
	s.base, s.edge, s.floor = 806, 752, t
}

// shelf is a board on the wall.
func (s *stage) shelf() {
	s.lime()
	if s.chance(0.45) {
		t := s.other()
		s.fill(rect(-5, 470, s.w+10, 600), t)
		s.wall = t
	}
	wood := s.p.Woods[s.r.IntN(len(s.p.Woods))]
	x := s.in(60, 110)
	s.fill(rect(x+26, 872, s.w-2*x-8, 34), s.wall.up(-0.11).veil(0.8))
	s.fill(rect(x, 826, s.w-2*x, 26), wood.up(0.05))
	s.fill(rect(x, 850, s.w-2*x, 30), wood.up(-0.06))
	s.base, s.edge, s.floor = 838, 826, wood
}
