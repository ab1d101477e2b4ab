package app

import (
	"fmt"
	"strings"
	"time"

	"orion/internal/demo"
	"orion/internal/kit/build"
)

// greet says where everything is, once it is.
func (p *process) greet(running *Platform, o Options, took time.Duration) {
	fmt.Fprintf(p.stdout, "\nOrion %s is ready after %.1f s\n", build.Version, took.Seconds())
	if !o.HTTP {
		fmt.Fprintln(p.stdout, "working the queue")
		return
	}
	base := running.world.baseURL
	fmt.Fprintln(p.stdout)
	row := func(what, where, who string) {
		line := fmt.Sprintf("  %-13s  %-*s  %s", what, len(base)+16, where, who)
		fmt.Fprintln(p.stdout, strings.TrimRight(line, " "))
	}
	row("graph", base+"/graphql", "")
	if !p.cfg.Production() {
		row("playground", base+"/playground", "")
	}
	if running.shown() != nil {
		row("mailbox", base+"/mailbox", "")
	}
	if !o.Demo {
		return
	}
	row("platform", base+"/admin/", demo.AdminEmail)
	for _, slug := range demo.Slugs() {
		row("", "", "")
		row(slug, base+"/shop/"+slug+"/", "customer@"+slug+".example")
		row("", base+"/vendor/"+slug+"/", "owner@"+slug+".example, staff@"+slug+".example")
	}
	row("", "", "")
	row("all passwords", demo.Password, "")
	row("", "", "")
}
