// Colours by their names in the shop's languages, for small round samples beside the word.
const COLOURS = {
  '#1c1c1c': 'black noir noire schwarz',
  '#ffffff': 'white blanc blanche weiß weiss',
  '#f3ecdc': 'cream ecru creme crème écru naturel natur natural',
  '#8b8d90': 'grey gray gris grise grau',
  '#4b4f54': 'anthracite anthrazit charcoal',
  '#b3261e': 'red rouge rot',
  '#7b1e2e': 'burgundy bordeaux',
  '#d9722b': 'orange',
  '#c9a227': 'ochre ocre ocker senf mustard moutarde',
  '#ecc846': 'yellow jaune gelb',
  '#3f7a4a': 'green vert verte grün gruen',
  '#6b7442': 'olive oliv',
  '#2c5aa0': 'blue bleu bleue blau',
  '#1d2c4d': 'navy marine dunkelblau',
  '#3a8f93': 'turquoise türkis petrol teal',
  '#6d4a8d': 'purple violet violette lila violett',
  '#e6b7b8': 'pink rose rosa',
  '#7a5336': 'brown brun brune marron braun',
  '#d8c3a0': 'beige sable sand',
  '#b5623f': 'terracotta terrakotta',
  '#c0c3c7': 'silver argent silber',
  '#bf9b50': 'gold or dorado laiton brass messing',
};

const byName = new Map(Object.entries(COLOURS).flatMap(([colour, names]) => names.split(' ').map((name) => [name, colour])));

/** The colour of each value, in their order; null unless every one of them is the name of a colour. */
export function swatches(values) {
  const colours = values.map((value) => byName.get(value.trim().toLowerCase()));
  return values.length > 0 && colours.every(Boolean) ? colours : null;
}
