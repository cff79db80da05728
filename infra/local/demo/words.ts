/** Vocabulary of the invented network. Names are common ones; nobody here exists. */
type Words = readonly [string, ...string[]];

const split = (text: string): Words => {
  const [first = '', ...rest] = text.trim().split(/\s*,\s*/u);
  return [first, ...rest];
};

export const familyNames = split(`
  Martin, Bernard, Dubois, Thomas, Robert, Richard, Petit, Durand, Leroy, Moreau, Simon, Laurent, Lefèvre, Michel,
  Garcia, David, Bertrand, Roux, Vincent, Fournier, Morel, Girard, André, Mercier, Dupont, Lambert, Bonnet, François,
  Martinez, Legrand, Garnier, Faure, Rousseau, Blanc, Guérin, Müller, Henry, Roussel, Nicolas, Perrin, Morin, Mathieu,
  Clément, Gauthier, Dumont, Lopez, Fontaine, Chevalier, Robin, Masson, Sanchez, Gérard, Nguyên, Boyer, Denis, Lemaire,
  Duval, Joly, Gautier, Roger, Roche, Roy, Noël, Meyer, Lucas, Meunier, Jean-Baptiste, Pérez, Marchand, Dufour,
  Blanchard, Marie-Rose, Barbier, Brun, Dumas, Brunet, Schmitt, Leroux, Colin, Fernandez, Benali, Haddad, Traoré, Diallo,
  N’Diaye, Koné, El Amrani, Ben Youssef, Bouzid, Kaya, Yılmaz, Da Silva, Ferreira, D’Angelo, Rossi, O’Connor, Kowalski,
  Nowak, Popescu, Trần, Phạm, Lê, Wang, Chen, Rakotomalala, Andrianasolo, Hoareau, Payet, Le Goff, Le Guen, Kerbrat,
  Etcheverry, Ibarra, De La Tour, Saint-Aubin, Delacroix-Petit, Peña, Gonçalves, Jóhannsdóttir, Vandenberghe`);

export const givenNames = split(`
  Camille, Léa, Chloé, Zoé, Inès, Jade, Manon, Emma, Louise, Alice, Juliette, Anaïs, Maëlle, Éloïse, Clémence, Margaux,
  Lucie, Sarah, Yasmine, Fatou, Aïcha, Nour, Leïla, Mariam, Thị Mai, Linh, Mei, Sofia, Inaya, Noémie, Hélène, Françoise,
  Monique, Jacqueline, Catherine, Nathalie, Sylvie, Isabelle, Véronique, Marie-Claude, Anne-Sophie, Marie-Hélène,
  Geneviève, Thérèse, Odette, Simone, Gaël, Hugo, Louis, Raphaël, Léo, Jules, Gabriel, Adam, Arthur, Lucas, Maël, Noé,
  Théo, Timéo, Nathan, Enzo, Mohamed, Ibrahim, Karim, Yanis, Mehdi, Amadou, Moussa, Minh, Antoine, Baptiste, Clément,
  Étienne, François, Jérôme, Benoît, Loïc, Yann, Erwan, Jean-Pierre, Jean-Luc, Jean-François, Philippe, Bernard, André,
  René, Gérard, Michel, Roger, Marcel, Émile, Aurélien, Cédric, Stéphane, Sébastien, Frédéric, Grégory, Matteo, Björn`);

export const streets = split(`
  rue du Bac, rue de l’Église, place de la Mairie, chemin du Moulin, rue des Écoles, avenue de la Gare, rue du Lavoir,
  impasse des Tilleuls, route de Genève, rue de la République, montée du Château, rue Victor-Hugo, allée des Érables,
  quai de la Valserine, rue Pasteur, chemin des Vignes, rue du 8-Mai-1945, place du Marché, rue Marie-Curie,
  sentier de la Fruitière, rue Jules-Ferry, passage des Tanneurs, rue Louise-Michel, route du Lac, rue de la Halle`);

export interface Library {
  readonly id: string;
  readonly commune: string;
  readonly city: string;
  readonly postCode: string;
  /** Share of the readers, in percent. */
  readonly weight: number;
}

export const libraries: readonly [Library, ...Library[]] = [
  { id: 'vs-centre', commune: 'valserine', city: 'Valserine', postCode: '01200', weight: 26 },
  { id: 'vs-gare', commune: 'valserine', city: 'Valserine', postCode: '01200', weight: 13 },
  { id: 'vs-bibliobus', commune: 'valserine', city: 'Valserine', postCode: '01200', weight: 7 },
  { id: 'mf-centre', commune: 'montfort', city: 'Montfort', postCode: '01210', weight: 17 },
  { id: 'mf-ecole', commune: 'montfort', city: 'Montfort', postCode: '01210', weight: 7 },
  { id: 'mf-prieure', commune: 'montfort', city: 'Montfort', postCode: '01210', weight: 5 },
  { id: 'es-centre', commune: 'les-essarts', city: 'Les Essarts', postCode: '01220', weight: 14 },
  { id: 'es-lac', commune: 'les-essarts', city: 'Les Essarts', postCode: '01220', weight: 6 },
  { id: 'es-halle', commune: 'les-essarts', city: 'Les Essarts', postCode: '01220', weight: 5 },
];
