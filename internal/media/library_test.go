package media_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/media"
	"orion/internal/viewer"
)

func TestB5_119APictureIsMadeInWidths(t *testing.T) {
	t.Parallel()
	h := open(t, func(o *media.Options) { o.PublicURL = "https://cdn.example" })
	v, ctx := fixture.Vendor(t, h.db)
	m := h.create(t, ctx, noise(t, 1000, 800, 1), func(in *media.FileInput) { in.Tags = []string{"lamps", " lamps ", "new"} })
	require.Equal(t, enum.MediaStatusReady, m.Status)
	require.Equal(t, []int{1000, 800}, []int{*m.Width, *m.Height})
	require.Equal(t, []string{"lamps", "new"}, m.Tags)
	require.Equal(t, "lamp.jpg", m.Filename)
	require.Nil(t, m.SourceURL)
	var widths []int
	stored := m.ByteSize
	for _, r := range m.Renditions {
		widths, stored = append(widths, r.Width), stored+r.Bytes
		require.Equal(t, "image/jpeg", r.ContentType)
	}
	require.Equal(t, []int{320, 640, 960}, widths, "never enlarged")
	require.Equal(t, stored, m.StoredBytes)
	for _, key := range files(m) {
		require.True(t, h.has(t, key), key)
		require.True(t, strings.HasPrefix(key, "v/"+v.ID.String()+"/media/"))
		require.NotContains(t, key, "lamp", "no name that a user chose")
	}
	require.True(t, strings.HasPrefix(*h.URL(m), "https://cdn.example/media/"+v.ID.String()+"/"))
	require.Regexp(t, `^https://cdn\.example/media/\S+-320\.jpg 320w, \S+-640\.jpg 640w, \S+-960\.jpg 960w, \S+-1000\.jpg 1000w$`, *h.Srcset(m))
	h.clean(t)
	require.False(t, h.has(t, "v/"+v.ID.String()+"/uploads"), "what was sent is gone")

	seen := h.create(t, ctx, glass(t, 700, 10))
	require.Equal(t, "image/png", *seen.ContentType)
	require.Len(t, seen.Renditions, 2)
	small := h.create(t, ctx, noise(t, 320, 8, 9))
	require.Nil(t, h.Srcset(small), "one width is no choice")
}

func TestCreateRefuses(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	_, others := fixture.Vendor(t, h.db)
	staged, err := h.StageUploads(ctx, []*media.StagedUploadInput{csvFile(1), {
		Purpose: enum.UploadPurposeMedia, Filename: "a.png", ContentType: "image/png", ByteSize: 1,
	}})
	require.NoError(t, err)
	used := h.send(t, ctx, photo(t, 9, 9))
	_, err = h.Create(ctx, []*media.FileInput{{UploadID: used}})
	require.NoError(t, err)
	good := h.send(t, ctx, photo(t, 8, 8))
	long, many := strings.Repeat("é", 501), strings.Split(strings.Repeat("t,", 21), ",")
	for i := range many {
		many[i] = "t" + strings.Repeat("x", i)
	}
	for name, tc := range map[string]struct {
		in   []*media.FileInput
		want []string
	}{
		"that was used":         {[]*media.FileInput{{UploadID: used}}, []string{"NOT_FOUND inputs.0.uploadId"}},
		"that is not sent":      {[]*media.FileInput{{UploadID: staged[1].UploadID}}, []string{"INVALID_STATE inputs.0.uploadId"}},
		"of an import":          {[]*media.FileInput{{UploadID: staged[0].UploadID}}, []string{"INVALID inputs.0.uploadId"}},
		"of another vendor":     {[]*media.FileInput{{UploadID: h.send(t, others, photo(t, 7, 7))}}, []string{"NOT_FOUND inputs.0.uploadId"}},
		"twice":                 {[]*media.FileInput{{UploadID: good}, {UploadID: good}}, []string{"NOT_FOUND inputs.1.uploadId"}},
		"with long words":       {[]*media.FileInput{{UploadID: good, Alt: &long}}, []string{"TOO_LONG inputs.0.alt"}},
		"with 22 tags":          {[]*media.FileInput{{UploadID: good, Tags: many}}, []string{"TOO_MANY inputs.0.tags"}},
		"with a tag of nothing": {[]*media.FileInput{{UploadID: good, Tags: []string{"\x00 "}}}, []string{"REQUIRED inputs.0.tags.0"}},
		"eleven at once":        {make([]*media.FileInput, 11), []string{"TOO_MANY inputs"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := h.Create(ctx, tc.in)
			require.Equal(t, tc.want, mistakes(t, err))
		})
	}
	made, err := h.Create(ctx, []*media.FileInput{{UploadID: good}})
	require.NoError(t, err, "what was refused has not used it up")
	require.Len(t, made, 1)
}

func TestWhoMaySend(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, _ := fixture.Vendor(t, h.db)
	picture := &media.StagedUploadInput{Purpose: enum.UploadPurposeMedia, Filename: "a.png", ContentType: "image/png", ByteSize: 1}
	for name, tc := range map[string]struct {
		may  enum.Permission
		in   *media.StagedUploadInput
		code errs.Code
	}{
		"a picture by one who keeps the catalogue": {enum.PermissionCatalogWrite, picture, ""},
		"a picture by one who imports":             {enum.PermissionImportRun, picture, errs.Forbidden},
		"a feed by one who imports":                {enum.PermissionImportRun, csvFile(1), ""},
		"a feed by one who keeps the catalogue":    {enum.PermissionCatalogWrite, csvFile(1), errs.Forbidden},
	} {
		_, err := h.StageUploads(fixture.Staff(t, v, tc.may), []*media.StagedUploadInput{tc.in})
		require.Equal(t, tc.code, errs.CodeOf(err), name)
	}
}

func TestPicturesOfTheSamePixelsShareTheirFiles(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	_, others := fixture.Vendor(t, h.db)
	content := noise(t, 400, 300, 2)
	one, two := h.create(t, ctx, content), h.create(t, ctx, content)
	require.Equal(t, one.ID, *two.DuplicateOf)
	require.Nil(t, one.DuplicateOf)
	require.Equal(t, files(one), files(two))
	foreign := h.create(t, others, content)
	require.Nil(t, foreign.DuplicateOf, "what others have is nobody's business")
	require.NotEqual(t, *one.Key, *foreign.Key)

	gone, err := h.Delete(ctx, []publicid.ID{one.PublicID()}, false)
	require.NoError(t, err)
	require.Equal(t, []publicid.ID{one.PublicID()}, gone)
	h.clean(t)
	require.True(t, h.has(t, *two.Key), "the other still shows it")
	require.Nil(t, h.file(t, two).DuplicateOf)
	three := h.create(t, ctx, content)
	require.Equal(t, two.ID, *three.DuplicateOf)

	_, err = h.Delete(ctx, []publicid.ID{two.PublicID(), three.PublicID()}, false)
	require.NoError(t, err)
	h.clean(t)
	for _, key := range files(two) {
		require.False(t, h.has(t, key))
	}
	require.True(t, h.has(t, *foreign.Key))
}

func TestPrivatePictures(t *testing.T) {
	t.Parallel()
	now := clock.Fixed(time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC))
	h := open(t, func(o *media.Options) { o.Clock = now; o.PublicURL = "https://cdn.example" })
	v, ctx := fixture.Vendor(t, h.db)
	other, _ := fixture.Vendor(t, h.db)
	content := noise(t, 400, 300, 3)
	public := h.create(t, ctx, content)
	private := h.create(t, ctx, content, func(in *media.FileInput) { in.Private = true })
	require.NotEqual(t, *public.Key, *private.Key, "nothing public leads to what is private")
	require.Nil(t, media.Path(private))

	file, ticket := signed(t, *h.URL(private))
	require.True(t, strings.HasPrefix(*h.URL(private), "/media/"+v.ID.String()+"/private/"))
	require.Contains(t, *h.Srcset(private), "signature=")
	require.True(t, h.Opens(ticket, v.ID, file))
	require.False(t, h.Opens(ticket, other.ID, file))
	require.False(t, h.Opens(ticket, v.ID, "x"+file))
	require.False(t, h.Opens(media.Ticket{Expires: ticket.Expires}, v.ID, file))
	later := on(t, h.db, h.bucket, func(o *media.Options) { o.Clock = clock.Fixed(time.Date(2026, 11, 29, 12, 15, 0, 0, time.UTC)) })
	require.False(t, later.Opens(ticket, v.ID, file), "15 minutes are over")

	to, err := h.Lead(t.Context(), v.ID, public.PublicID(), media.Ticket{})
	require.NoError(t, err)
	require.Equal(t, *h.URL(public), to)
	_, err = h.Lead(t.Context(), v.ID, private.PublicID(), media.Ticket{})
	require.Equal(t, errs.NotFound, code(t, err))
	_, err = h.Lead(t.Context(), other.ID, public.PublicID(), media.Ticket{})
	require.Equal(t, errs.NotFound, code(t, err))
	_, link := signed(t, h.Permalink(private))
	to, err = h.Lead(t.Context(), v.ID, private.PublicID(), link)
	require.NoError(t, err)
	require.Equal(t, *h.URL(private), to)
	require.False(t, h.Opens(link, v.ID, file), "a link's signature shows nothing")

	yes, no := true, false
	shut, err := h.Update(ctx, public.PublicID(), media.FileUpdateInput{Private: &yes})
	require.NoError(t, err)
	h.clean(t)
	for i, key := range files(public) {
		require.False(t, h.has(t, key), "the address of before leads nowhere")
		require.True(t, h.has(t, files(shut)[i]))
	}
	opened, err := h.Update(ctx, public.PublicID(), media.FileUpdateInput{Private: &no})
	require.NoError(t, err)
	h.clean(t)
	require.True(t, h.has(t, *opened.Key))
	require.NotEqual(t, *public.Key, *opened.Key, "no file is taken up again")
}

// signed takes a signed address apart.
func signed(t *testing.T, address string) (file string, _ media.Ticket) {
	t.Helper()
	u := ticket(t, address)
	before, _, _ := strings.Cut(address, "?")
	return before[strings.LastIndexByte(before, '/')+1:], media.Ticket{Expires: u.Expires, Signature: u.Signature}
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	require.Equal(t, "en", v.Language)
	m := h.create(t, ctx, noise(t, 16, 16, 4))
	words, old := "A lamp", 7
	after, err := h.Update(ctx, m.PublicID(), media.FileUpdateInput{
		Alt: &words, Alts: []*media.AltText{{"fr", "Une lampe"}, {"de", "Eine Lampe"}}, Tags: []string{"lamp"},
		FocalPoint: &media.FocalPoint{X: 0.25, Y: 1}, IfVersion: &m.Version,
	})
	require.NoError(t, err)
	require.Equal(t, m.Version+1, after.Version)
	require.Equal(t, media.FocalPoint{X: 0.25, Y: 1}, *media.Focus(after))
	after, err = h.Update(ctx, m.PublicID(), media.FileUpdateInput{Alts: []*media.AltText{{"fr", ""}}})
	require.NoError(t, err)
	require.Equal(t, []*media.AltText{{"de", "Eine Lampe"}}, media.Alts(after))
	require.Equal(t, words, after.Alt)
	for name, tc := range map[string]struct {
		in   media.FileUpdateInput
		want string
	}{
		"an old version":          {media.FileUpdateInput{IfVersion: &old}, "STALE_VERSION input.ifVersion"},
		"the shop's own language": {media.FileUpdateInput{Alts: []*media.AltText{{"en", "x"}}}, "INVALID input.alts.0.language"},
		"no language of ours":     {media.FileUpdateInput{Alts: []*media.AltText{{"xx", "x"}}}, "INVALID input.alts.0.language"},
		"a point outside":         {media.FileUpdateInput{FocalPoint: &media.FocalPoint{X: 1.1}}, "INVALID input.focalPoint"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := h.Update(ctx, m.PublicID(), tc.in)
			require.Equal(t, []string{tc.want}, mistakes(t, err))
		})
	}
	_, err = h.Update(ctx, publicid.New("MediaFile", uuid.New()), media.FileUpdateInput{})
	require.Equal(t, []string{"NOT_FOUND id"}, mistakes(t, err))
	_, err = h.Update(fixture.Staff(t, v, enum.PermissionCatalogRead), m.PublicID(), media.FileUpdateInput{Alt: &words})
	require.Equal(t, errs.Forbidden, code(t, err))
}

func TestReplace(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	m := h.create(t, ctx, noise(t, 400, 300, 5))
	link := h.Permalink(m)
	wait, err := h.Replace(ctx, m.PublicID(), h.send(t, ctx, noise(t, 500, 300, 6)))
	require.NoError(t, err)
	require.Equal(t, enum.MediaStatusReady, wait.Status)
	require.Equal(t, *h.URL(m), *h.URL(wait), "it shows the former until the new one is made")
	require.Equal(t, m.Version+1, wait.Version)

	last, err := h.Replace(ctx, m.PublicID(), h.send(t, ctx, noise(t, 600, 300, 7)))
	require.NoError(t, err)
	require.NoError(t, h.process(t, wait))
	require.Equal(t, 400, *h.file(t, m).Width, "the last one counts, whichever comes first")
	require.NoError(t, h.process(t, last))
	now := h.file(t, m)
	require.Equal(t, 600, *now.Width)
	require.Equal(t, link, h.Permalink(now))
	require.NotEqual(t, *h.URL(m), *h.URL(now))
	h.clean(t)
	require.False(t, h.has(t, *m.Key))
	require.True(t, h.has(t, *now.Key))

	_, err = h.Replace(ctx, m.PublicID(), h.send(t, ctx, []byte("<svg xmlns='http://www.w3.org/2000/svg'/>")))
	require.Equal(t, []string{"INVALID uploadId"}, mistakes(t, err))
	broken, err := h.Replace(ctx, m.PublicID(), h.send(t, ctx, photo(t, 400, 400)[:700]))
	require.NoError(t, err)
	err = h.process(t, broken)
	require.Equal(t, errs.Invalid, code(t, err))
	sys := viewer.NewContext(t.Context(), viewer.ForVendor(m.VendorID))
	require.NoError(t, h.GiveUp(sys, m.ID, "the picture cannot be read"))
	after := h.file(t, m)
	require.Equal(t, enum.MediaStatusReady, after.Status, "it goes on to show what it had")
	require.Equal(t, *now.Key, *after.Key)
	require.Equal(t, "the picture cannot be read", *after.Failure)
	require.Equal(t, now.StoredBytes, after.StoredBytes)
}

func TestTag(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	one, two := h.create(t, ctx, noise(t, 8, 8, 8)), h.create(t, ctx, noise(t, 16, 8, 9), func(in *media.FileInput) { in.Tags = []string{"old"} })
	ids := []publicid.ID{two.PublicID(), one.PublicID()}
	after, err := h.Tag(ctx, ids, []string{"new"}, []string{"old"})
	require.NoError(t, err)
	require.Equal(t, [][]string{{"new"}, {"new"}}, [][]string{after[0].Tags, after[1].Tags})
	require.Equal(t, two.ID, after[0].ID)
	again, err := h.Tag(ctx, ids, []string{"new"}, nil)
	require.NoError(t, err)
	require.Equal(t, after[0].Version, again[0].Version, "no change is none")
	_, err = h.Tag(ctx, append(ids, publicid.New("MediaFile", uuid.New())), []string{"x"}, nil)
	require.Equal(t, []string{"NOT_FOUND ids.2"}, mistakes(t, err))
	tags, err := h.Tags(ctx, one.VendorID)
	require.NoError(t, err)
	require.Equal(t, []string{"new"}, tags)
}

func TestDeleteAndUsage(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	sys := fixture.System(t, v)
	var all []*ent.MediaFile
	var ids []publicid.ID
	for i := range 6 {
		m := h.create(t, ctx, noise(t, 8+8*i, 8, 10))
		all, ids = append(all, m), append(ids, m.PublicID())
	}
	p, pv := fixture.Product(t, h.db, v)
	h.db.ProductMedia.Create().SetProductID(p.ID).SetMediaID(all[0].ID).ExecX(sys)
	h.db.ProductVariant.UpdateOneID(pv.ID).SetMediaID(all[1].ID).ExecX(sys)
	c := h.db.Collection.Create().SetTitle("Shelf").SetSlug("shelf").SetMediaID(all[2].ID).SaveX(sys)
	h.db.Vendor.UpdateOneID(v.ID).SetHeroID(all[3].ID).SetLogoID(all[4].ID).ExecX(fixture.Platform(t))
	other, others := fixture.Vendor(t, h.db)
	foreign := h.create(t, others, noise(t, 8, 8, 10))
	h.db.Vendor.UpdateOneID(other.ID).SetHeroID(foreign.ID).ExecX(fixture.Platform(t))

	used, err := h.Usage(ctx, all)
	require.NoError(t, err)
	require.Equal(t, []*media.Use{{Kind: enum.MediaUseKindProduct, ID: p.PublicID(), Title: p.Title}}, used[0])
	require.Equal(t, []*media.Use{{Kind: enum.MediaUseKindProduct, ID: p.PublicID(), Title: p.Title}}, used[1])
	require.Equal(t, []*media.Use{{Kind: enum.MediaUseKindCollection, ID: c.PublicID(), Title: "Shelf"}}, used[2])
	require.Equal(t, []*media.Use{{Kind: enum.MediaUseKindShop, ID: v.PublicID(), Title: v.Name}}, used[3])
	require.Equal(t, used[3], used[4])
	require.Empty(t, used[5])
	yes := true
	free, err := h.List(ctx, v, page.Arg{}, &media.Where{Unused: &yes})
	require.NoError(t, err)
	require.Equal(t, []uuid.UUID{all[5].ID}, idsOf(free.Nodes))

	gone, err := h.Delete(ctx, append(ids, publicid.New("MediaFile", uuid.New())), false)
	require.ElementsMatch(t, []string{"NOT_FOUND ids.6", "CONFLICT ids.0", "CONFLICT ids.1", "CONFLICT ids.2", "CONFLICT ids.3", "CONFLICT ids.4"}, mistakes(t, err))
	require.Equal(t, ids[5:6], gone, "what can go is gone all the same")
	gone, err = h.Delete(ctx, ids[:5], true)
	require.NoError(t, err)
	require.Equal(t, ids[:5], gone)
	h.clean(t)
	for _, m := range all {
		require.False(t, h.has(t, *m.Key))
	}
	require.False(t, h.db.ProductMedia.Query().ExistX(sys))
	require.Nil(t, h.db.ProductVariant.GetX(sys, pv.ID).MediaID)
	require.Nil(t, h.db.Collection.GetX(sys, c.ID).MediaID)
	require.Nil(t, h.db.Vendor.GetX(sys, v.ID).HeroID)
	require.Nil(t, h.db.Vendor.GetX(sys, v.ID).LogoID)
	require.Equal(t, foreign.ID, *h.db.Vendor.GetX(fixture.System(t, other), other.ID).HeroID)
}

func idsOf(files []*ent.MediaFile) (out []uuid.UUID) {
	for _, m := range files {
		out = append(out, m.ID)
	}
	return out
}

func TestList(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	_, others := fixture.Vendor(t, h.db)
	h.create(t, others, noise(t, 8, 8, 1))
	words := "A Brass lamp"
	one := h.create(t, ctx, noise(t, 8, 8, 2), func(in *media.FileInput) { in.Alt, in.Tags = &words, []string{"brass", "new"} })
	two := h.create(t, ctx, noise(t, 16, 8, 3), func(in *media.FileInput) { in.Tags = []string{"new"} })
	yes, no, brass, file := true, false, "brass", "LAMP.JPG"
	for name, tc := range map[string]struct {
		where *media.Where
		want  []uuid.UUID
	}{
		"all, newest first":    {nil, []uuid.UUID{two.ID, one.ID}},
		"by its words":         {&media.Where{Search: &brass}, []uuid.UUID{one.ID}},
		"by its name":          {&media.Where{Search: &file}, []uuid.UUID{two.ID, one.ID}},
		"by one of the tags":   {&media.Where{Tag: []string{"brass", "none"}}, []uuid.UUID{one.ID}},
		"without words":        {&media.Where{MissingAlt: &yes}, []uuid.UUID{two.ID}},
		"with words":           {&media.Where{MissingAlt: &no}, []uuid.UUID{one.ID}},
		"that are shown":       {&media.Where{Unused: &no}, nil},
		"that are being made":  {&media.Where{Status: []enum.MediaStatus{enum.MediaStatusPending}}, nil},
		"two things at a time": {&media.Where{Tag: []string{"new"}, MissingAlt: &yes}, []uuid.UUID{two.ID}},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := h.List(ctx, v, page.Arg{}, tc.where)
			require.NoError(t, err)
			require.Equal(t, tc.want, idsOf(found.Nodes))
		})
	}
	size := 1
	first, err := h.List(ctx, v, page.Arg{First: &size}, nil)
	require.NoError(t, err)
	next, err := h.List(ctx, v, page.Arg{First: &size, After: first.PageInfo.EndCursor}, nil)
	require.NoError(t, err)
	require.Equal(t, []uuid.UUID{one.ID}, idsOf(next.Nodes))
	quota, err := h.Quota(ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, media.Quota{Files: 2, UsedBytes: float64(one.StoredBytes + two.StoredBytes), LimitBytes: media.DefaultQuota, MissingAlt: 1}, *quota)
}

func TestTheQuotaHoldsForAllAtOnce(t *testing.T) {
	t.Parallel()
	content := noise(t, 64, 64, 1)
	h := open(t, func(o *media.Options) { o.Quota = int64(3*len(content) + 10) })
	v, ctx := fixture.Vendor(t, h.db)
	uploads := make([]publicid.ID, 10)
	for i := range uploads {
		uploads[i] = h.send(t, ctx, content)
	}
	var made, refused atomic.Int32
	var all sync.WaitGroup
	for _, id := range uploads {
		all.Go(func() {
			_, err := h.Create(context.WithoutCancel(ctx), []*media.FileInput{{UploadID: id}})
			switch {
			case err == nil:
				made.Add(1)
			case errs.CodeOf(err) == errs.QuotaExceeded:
				refused.Add(1)
			}
		})
	}
	all.Wait()
	require.Equal(t, []int32{3, 7}, []int32{made.Load(), refused.Load()})
	quota, err := h.Quota(ctx, v.ID)
	require.NoError(t, err)
	require.LessOrEqual(t, quota.UsedBytes, quota.LimitBytes)
	small := h.db.MediaFile.Query().FirstX(ctx)
	_, err = h.Replace(ctx, small.PublicID(), uploads[0])
	require.Error(t, err)
	_, err = h.Keep(ctx, noise(t, 640, 640, 2), "")
	require.Equal(t, errs.QuotaExceeded, code(t, err), "what turns out larger than there is room for is not kept")
	require.Equal(t, 3, h.db.MediaFile.Query().CountX(ctx))
}
