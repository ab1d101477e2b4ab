package pricing

// take applies a discount to what is left, and returns what it came to.
func (s *Sums) take(d Discount) int64 {
	lines := s.about(d)
	off := s.takePercent(lines, d.Percent) + s.takeAmount(lines, d.Amount)
	if d.FreeShipping {
		off += s.Delivery.left()
		s.Delivery.Discount = s.Delivery.Subtotal
	}
	return off
}

// about returns the lines of a discount, each once.
func (s *Sums) about(d Discount) []*Priced {
	var out []*Priced
	wanted := make([]bool, len(s.Lines))
	for _, i := range d.Lines {
		wanted[i] = true
	}
	for i := range s.Lines {
		if wanted[i] || len(d.Lines) == 0 {
			out = append(out, &s.Lines[i])
		}
	}
	return out
}

func (s *Sums) takePercent(lines []*Priced, percent int) int64 {
	return s.takeAmount(lines, rounded(sumOf(lines), int64(percent), Whole))
}

// takeAmount takes an amount off lines, at most what is left of them.
func (s *Sums) takeAmount(lines []*Priced, amount int64) int64 {
	weights := make([]int64, len(lines))
	for i, p := range lines {
		weights[i] = p.left()
	}
	amount = min(amount, sumOf(lines))
	for i, part := range Split(amount, weights) {
		lines[i].Discount += part
	}
	return amount
}

func sumOf(lines []*Priced) (sum int64) {
	for _, p := range lines {
		sum += p.left() // no more than the subtotal, which fits
	}
	return sum
}
