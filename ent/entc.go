//go:build ignore

// Command entc generates ent/gen/ent from ent/schema.
package main

import (
	"log"

	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"
)

func main() {
	err := entc.Generate("./ent/schema", &gen.Config{
		Target:  "./ent/gen/ent",
		Package: "orion/ent/gen/ent",
		Features: []gen.Feature{
			gen.FeaturePrivacy, gen.FeatureEntQL, gen.FeatureLock, gen.FeatureExecQuery,
			gen.FeatureVersionedMigration, gen.FeatureModifier,
		},
	}, entc.TemplateDir("./ent/template"))
	if err != nil {
		log.Fatal("generate ent: ", err)
	}
}
