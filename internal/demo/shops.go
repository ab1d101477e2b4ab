package demo

import (
	"orion/internal/demo/art"
	"orion/internal/kit/theme"
)

// A shop is what the demo knows of one vendor before it exists.
type shop struct {
	slug     string
	name     string
	language string
	tagline  map[string]string // by language; the sentence over the shop's door
	hero     string            // what its wide picture shows, in its language
	imprint  string
	legal    legal
	theme    theme.Theme
	palette  art.Palette
	delivery int64             // the flat rate, in cents
	shelves  map[string]string // what the collections say of themselves, by title
	options  [2]string         // what goods that come in several forms differ in

	owner, staff string // what they are called
	// buyers order; the first is the one who can sign in.
	buyers []person
}

// A legal is who sells, as the imprint says it; whoever owns the shop stands for it.
type legal struct{ name, register, vat, street, code, city, email, phone string }

// A person lives at an address that no letter reaches.
type person struct{ first, last, street, code, city, country string }

// shops are the vendors of the demo. All of it is made up.
var shops = []shop{
	{
		slug: "lumiere", name: "Lumière", language: "fr",
		tagline: map[string]string{
			"fr": "La lumière juste, à chaque heure du jour.",
			"en": "The right light for every hour of the day.",
			"de": "Das richtige Licht für jede Stunde des Tages.",
		},
		hero: "Un fauteuil bleu pétrole sous une suspension en terracotta, près d'une lampe de papier et d'un guéridon.",
		imprint: `Lumière S.à r.l. (société fictive, pour démonstration)
12, montée des Verriers
L-1999 Luxembourg
R.C.S. Luxembourg B 000 101 · TVA LU00000101
Gérante : Élise Marchal
bonjour@lumiere.example · +352 00 00 101`,
		legal:   legal{"Lumière S.à r.l.", "B 000 101", "LU00000101", "12, montée des Verriers", "1999", "Luxembourg", "bonjour@lumiere.example", "+352 00 00 101"},
		theme:   theme.Theme{Accent: "#934d2c", Fonts: "editorial", Radius: 14},
		palette: art.Lumiere, delivery: 690,
		owner:  "Élise Marchal",
		staff:  "Théo Weber",
		buyers: frenchBuyers, options: [2]string{"Couleur", "Taille"},
		shelves: map[string]string{
			"Suspensions":               "Au-dessus d'une table, dans une entrée, par une ou par trois.",
			"Lampes à poser":            "Pour le chevet, le bureau et le bout du canapé.",
			"Lampadaires et appliques":  "De la lumière là où il n'y a pas de table.",
			"Bougies et lanternes":      "Des flammes coulées, trempées et fondues non loin d'ici.",
			"Céramique":                 "Tournée à Diekirch, émaillée à la main, faite pour servir.",
			"Assises et petits meubles": "S'asseoir, poser, recommencer.",
			"Décoration et textile":     "Ce qui se pose au mur, au sol et sur les genoux.",
		},
	},
	{
		slug: "alpine", name: "Alpine", language: "de",
		tagline: map[string]string{
			"de": "Draußen zu Hause, bei jedem Wetter.",
			"en": "At home outdoors, in any weather.",
			"fr": "Chez soi dehors, par tous les temps.",
		},
		hero: "Ein orangefarbenes Zelt auf einer Wiese vor Bergen, daneben Rucksack, Stiefel, Laterne und Kocher.",
		imprint: `Alpine S.A. (fiktives Unternehmen, zur Vorführung)
8, Wee bei de Leeën
L-6999 Müllerthal
R.C.S. Luxembourg B 000 102 · USt-IdNr. LU00000102
Geschäftsführer: Jonas Thill
hallo@alpine.example · +352 00 00 102`,
		legal:   legal{"Alpine S.A.", "B 000 102", "LU00000102", "8, Wee bei de Leeën", "6999", "Müllerthal", "hallo@alpine.example", "+352 00 00 102"},
		theme:   theme.Theme{Accent: "#175d45", Fonts: "geometric", Radius: 6},
		palette: art.Alpine, delivery: 590,
		owner:  "Jonas Thill",
		staff:  "Mia Kremer",
		buyers: germanBuyers, options: [2]string{"Farbe", "Größe"},
		shelves: map[string]string{
			"Klettern":                "Seile, Karabiner, Helme: geprüft, bevor Sie daran hängen.",
			"Zelte und Biwak":         "Dächer für eine Nacht und für eine Woche.",
			"Rucksäcke und Taschen":   "Vom Kindergarten bis zum Basislager.",
			"Schuhe":                  "Für Wege, die auf der Karte gestrichelt sind.",
			"Bekleidung":              "Schichten gegen Wind, Regen und das Wetter dazwischen.",
			"Kochen und Trinken":      "Draußen schmeckt es, wenn es heiß ist.",
			"Schlafen, Licht und Weg": "Alles für die Stunden zwischen Abend und Morgen.",
		},
	},
	{
		slug: "papyrus", name: "Papyrus", language: "en",
		tagline: map[string]string{
			"en": "Good paper, good books and time to read.",
			"fr": "Du beau papier, de bons livres et le temps de lire.",
			"de": "Schönes Papier, gute Bücher und Zeit zum Lesen.",
		},
		hero: "A desk with books between arched bookends, a globe, a pot of pencils, ink, and two framed prints.",
		imprint: `Papyrus S.à r.l. (a fictitious company, for demonstration)
3, rue du Vieux Moulin
L-2999 Luxembourg
R.C.S. Luxembourg B 000 103 · VAT LU00000103
Managing director: Clara Reuter
hello@papyrus.example · +352 00 00 103`,
		legal:   legal{"Papyrus S.à r.l.", "B 000 103", "LU00000103", "3, rue du Vieux Moulin", "2999", "Luxembourg", "hello@papyrus.example", "+352 00 00 103"},
		theme:   theme.Theme{Accent: "#822a35", Fonts: "literary", Radius: 0},
		palette: art.Papyrus, delivery: 450,
		owner:  "Clara Reuter",
		staff:  "Oscar Hale",
		buyers: englishBuyers, options: [2]string{"Colour", "Ruling"},
		shelves: map[string]string{
			"Fiction":                "Novels and stories that we have read to the end.",
			"Essays and nature":      "Books to think with, and to take outdoors.",
			"Notebooks":              "Paper that ink likes, bound to lie flat.",
			"Pens, pencils and ink":  "Things that leave a mark.",
			"Letters and cards":      "Somebody is about to be delighted.",
			"Calendars and planners": "The year, in an order of your choosing.",
			"Desk and wall":          "For the place where you sit down to it.",
		},
	},
}

var frenchBuyers = []person{
	{"Camille", "Fournier", "27, rue des Glacis", "1628", "Luxembourg", "LU"},
	{"Nicolas", "Schmit", "4, rue du Moulin", "7423", "Dondelange", "LU"},
	{"Aurélie", "Besson", "11, rue Serpenoise", "57000", "Metz", "FR"},
	{"Marc", "Hoffmann", "52, avenue de la Gare", "4130", "Esch-sur-Alzette", "LU"},
	{"Sophie", "Lambert", "8, place des Tilleuls", "54000", "Nancy", "FR"},
	{"Julien", "Weis", "19, rue de la Forêt", "8065", "Bertrange", "LU"},
	{"Inès", "Carvalho", "33, rue de l'Usine", "4490", "Belvaux", "LU"},
	{"Antoine", "Delvaux", "6, rue des Chevaliers", "6700", "Arlon", "BE"},
	{"Léa", "Kieffer", "14, rue Principale", "5333", "Moutfort", "LU"},
	{"Hugo", "Renard", "22, quai Félix Maréchal", "57000", "Metz", "FR"},
	{"Margaux", "Petit", "41, rue du Commerce", "3450", "Dudelange", "LU"},
	{"Pierre", "Thinnes", "2, op der Heed", "9740", "Boevange", "LU"},
	{"Chloé", "Aubert", "75, rue de Belleville", "75020", "Paris", "FR"},
	{"Benoît", "Collard", "9, rue du Luxembourg", "6900", "Marche", "BE"},
	{"Nadia", "Rossi", "30, rue de Bonnevoie", "1260", "Luxembourg", "LU"},
	{"Olivier", "Meyer", "16, rue des Vignes", "5440", "Remerschen", "LU"},
	{"Salomé", "Girard", "3, rue Sainte-Croix", "67000", "Strasbourg", "FR"},
	{"Tom", "Becker", "58, route d'Arlon", "8008", "Strassen", "LU"},
	{"Valérie", "Noël", "21, rue de l'Église", "9048", "Ettelbruck", "LU"},
	{"Yannick", "Morel", "12, rue Gambetta", "57100", "Thionville", "FR"},
}

var germanBuyers = []person{
	{"Lena", "Ackermann", "15, rue de Trèves", "6793", "Grevenmacher", "LU"},
	{"Felix", "Brandt", "Simeonstraße 31", "54290", "Trier", "DE"},
	{"Anna", "Kohl", "Bergstraße 7", "66111", "Saarbrücken", "DE"},
	{"Lukas", "Wagner", "9, um Bierg", "7416", "Brouch", "LU"},
	{"Hannah", "Moser", "Innrain 48", "6020", "Innsbruck", "AT"},
	{"Paul", "Jung", "3, rue de la Montagne", "6470", "Echternach", "LU"},
	{"Marie", "Steinmetz", "Am Weinberg 12", "54439", "Saarburg", "DE"},
	{"Tim", "Hoffmann", "26, rue du Parc", "3542", "Dudelange", "LU"},
	{"Sarah", "Lorenz", "Rosenweg 5", "54516", "Wittlich", "DE"},
	{"David", "Faber", "11, rue de Clervaux", "9707", "Clervaux", "LU"},
	{"Johanna", "Keller", "Seestrasse 90", "8002", "Zürich", "CH"},
	{"Max", "Reding", "40, rue de Mersch", "8181", "Kopstal", "LU"},
	{"Laura", "Schäfer", "Lindenallee 18", "54634", "Bitburg", "DE"},
	{"Simon", "Biever", "7, rue de la Sûre", "6350", "Dillingen", "LU"},
	{"Julia", "Hartmann", "Karl-Marx-Straße 64", "54290", "Trier", "DE"},
	{"Ben", "Theisen", "2, Duerfstrooss", "9835", "Hoscheid", "LU"},
	{"Katharina", "Wolf", "Talweg 23", "66663", "Merzig", "DE"},
	{"Jan", "Peters", "Domplatz 4", "50667", "Köln", "DE"},
	{"Eva", "Mangen", "18, rue des Prés", "7333", "Steinsel", "LU"},
	{"Niklas", "Huber", "Gartengasse 6", "5020", "Salzburg", "AT"},
}

var englishBuyers = []person{
	{"Grace", "Holloway", "5, rue du Fort Elisabeth", "1463", "Luxembourg", "LU"},
	{"Daniel", "Kaiser", "17, rue Adolphe", "1116", "Luxembourg", "LU"},
	{"Imogen", "Clarke", "28, Grand-Rue", "6730", "Grevenmacher", "LU"},
	{"Noah", "Lindqvist", "10, rue de Strasbourg", "2561", "Luxembourg", "LU"},
	{"Emma", "Dupont", "44, rue de Namur", "1000", "Bruxelles", "BE"},
	{"Henry", "Walsh", "3, rue des Roses", "2445", "Luxembourg", "LU"},
	{"Freya", "Janssen", "Keizersgracht 112", "1015 AA", "Amsterdam", "NL"},
	{"Arthur", "Pinto", "62, rue de Hollerich", "1740", "Luxembourg", "LU"},
	{"Beatrice", "Moretti", "9, rue du Kiem", "1857", "Luxembourg", "LU"},
	{"Thomas", "Krier", "21, rue du Curé", "9217", "Diekirch", "LU"},
	{"Ruth", "Ellison", "14, rue de Kirchberg", "1858", "Luxembourg", "LU"},
	{"Leo", "Fischer", "Nordallee 9", "54292", "Trier", "DE"},
	{"Alice", "Bernard", "37, rue des Jardins", "57000", "Metz", "FR"},
	{"Samuel", "Okafor", "6, rue de Cessange", "1321", "Luxembourg", "LU"},
	{"Nora", "Schiltz", "12, rue de l'École", "5414", "Canach", "LU"},
	{"Jasper", "de Vries", "Oude Gracht 51", "3511 AB", "Utrecht", "NL"},
	{"Maeve", "Brennan", "8, boulevard Royal", "2449", "Luxembourg", "LU"},
	{"Victor", "Laurent", "19, rue Notre-Dame", "6700", "Arlon", "BE"},
	{"Hazel", "Turner", "2, rue des Bains", "1212", "Luxembourg", "LU"},
	{"Elias", "Nilsson", "25, rue de Merl", "2146", "Luxembourg", "LU"},
}
