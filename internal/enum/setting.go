package enum

import "io"

// SettingType is what the value of a setting is.
type SettingType string

// The values of SettingType.
const (
	// SettingTypeInt is a whole number.
	SettingTypeInt SettingType = "INT"
	// SettingTypeDuration is written 36h or 1h30m.
	SettingTypeDuration SettingType = "DURATION"
	// SettingTypeBool is true or false.
	SettingTypeBool  SettingType = "BOOL"
	SettingTypeText  SettingType = "TEXT"
	SettingTypeEmail SettingType = "EMAIL"
	// SettingTypeURL begins with https:// or http://.
	SettingTypeURL SettingType = "URL"
	// SettingTypeChoice is one of a few words.
	SettingTypeChoice SettingType = "CHOICE"
	// SettingTypeSecret is a text that nobody reads again.
	SettingTypeSecret SettingType = "SECRET"
)

var settingTypeValues = []SettingType{
	SettingTypeInt,
	SettingTypeDuration,
	SettingTypeBool,
	SettingTypeText,
	SettingTypeEmail,
	SettingTypeURL,
	SettingTypeChoice,
	SettingTypeSecret,
}

// Values implements ent's EnumValues.
func (SettingType) Values() []string { return values(settingTypeValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (t SettingType) MarshalGQL(w io.Writer) { marshal(w, t) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (t *SettingType) UnmarshalGQL(v any) error { return unmarshal(t, settingTypeValues, v) }

// SettingScope is who can set a setting.
type SettingScope string

// The values of SettingScope.
const (
	// SettingScopePlatform is set by the staff alone.
	SettingScopePlatform SettingScope = "PLATFORM"
	// SettingScopeVendor can be set by each vendor in place of what the platform says.
	SettingScopeVendor SettingScope = "VENDOR"
)

var settingScopeValues = []SettingScope{
	SettingScopePlatform,
	SettingScopeVendor,
}

// Values implements ent's EnumValues.
func (SettingScope) Values() []string { return values(settingScopeValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s SettingScope) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *SettingScope) UnmarshalGQL(v any) error { return unmarshal(s, settingScopeValues, v) }

// SettingSource is where the value of a setting comes from.
type SettingSource string

// The values of SettingSource.
const (
	// SettingSourceDefault comes with the program.
	SettingSourceDefault SettingSource = "DEFAULT"
	// SettingSourceEnvironment was given to the process; nobody can set it while it runs.
	SettingSourceEnvironment SettingSource = "ENVIRONMENT"
	// SettingSourcePlatform was set by the staff.
	SettingSourcePlatform SettingSource = "PLATFORM"
	// SettingSourceVendor was set by the vendor.
	SettingSourceVendor SettingSource = "VENDOR"
)

var settingSourceValues = []SettingSource{
	SettingSourceDefault,
	SettingSourceEnvironment,
	SettingSourcePlatform,
	SettingSourceVendor,
}

// Values implements ent's EnumValues.
func (SettingSource) Values() []string { return values(settingSourceValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s SettingSource) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *SettingSource) UnmarshalGQL(v any) error { return unmarshal(s, settingSourceValues, v) }

// SettingTarget is what can be tried with the settings as they are.
type SettingTarget string

// The values of SettingTarget.
const (
	SettingTargetMail    SettingTarget = "MAIL"
	SettingTargetStorage SettingTarget = "STORAGE"
	SettingTargetSearch  SettingTarget = "SEARCH"
	SettingTargetStripe  SettingTarget = "STRIPE"
)

var settingTargetValues = []SettingTarget{
	SettingTargetMail,
	SettingTargetStorage,
	SettingTargetSearch,
	SettingTargetStripe,
}

// Values implements ent's EnumValues.
func (SettingTarget) Values() []string { return values(settingTargetValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (t SettingTarget) MarshalGQL(w io.Writer) { marshal(w, t) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (t *SettingTarget) UnmarshalGQL(v any) error { return unmarshal(t, settingTargetValues, v) }
