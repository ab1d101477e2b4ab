package settings

import "context"

// A Notice is what the platform says to vendors' teams.
type Notice struct {
	Text, HelpURL, SupportEmail *string
}

// Notice returns what the platform says to vendors' teams.
func (s *Service) Notice(ctx context.Context) (*Notice, error) {
	out := &Notice{}
	for key, to := range map[Key]**string{ConsoleNotice: &out.Text, ConsoleHelp: &out.HelpURL, ConsoleSupport: &out.SupportEmail} {
		value, err := s.Text(ctx, key)
		if err != nil {
			return nil, err
		}
		*to = given(value)
	}
	return out, nil
}
