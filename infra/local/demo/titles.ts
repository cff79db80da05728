/** Works on the shelves: public-domain classics, and invented ones (author marked so by nobody knowing them). */
export interface Work {
  readonly title: string;
  readonly author: string;
  /** Dewey class. */
  readonly subject: string;
}

const shelf = `
Les Misérables|Hugo, Victor|843.7
Notre-Dame de Paris|Hugo, Victor|843.7
Les Contemplations|Hugo, Victor|841.7
Madame Bovary|Flaubert, Gustave|843.8
L’Éducation sentimentale|Flaubert, Gustave|843.8
Germinal|Zola, Émile|843.8
Au Bonheur des dames|Zola, Émile|843.8
La Bête humaine|Zola, Émile|843.8
Le Père Goriot|Balzac, Honoré de|843.7
Eugénie Grandet|Balzac, Honoré de|843.7
Le Rouge et le Noir|Stendhal|843.7
La Chartreuse de Parme|Stendhal|843.7
Bel-Ami|Maupassant, Guy de|843.8
Le Horla|Maupassant, Guy de|843.8
Les Trois Mousquetaires|Dumas, Alexandre|843.7
Le Comte de Monte-Cristo|Dumas, Alexandre|843.7
Vingt mille lieues sous les mers|Verne, Jules|843.8
Le Tour du monde en quatre-vingts jours|Verne, Jules|843.8
Voyage au centre de la Terre|Verne, Jules|843.8
La Princesse de Clèves|La Fayette, Madame de|843.4
Les Liaisons dangereuses|Laclos, Choderlos de|843.6
Candide|Voltaire|843.5
Lettres persanes|Montesquieu|843.5
Jacques le Fataliste|Diderot, Denis|843.5
Le Malade imaginaire|Molière|842.4
Le Misanthrope|Molière|842.4
Phèdre|Racine, Jean|842.4
Le Cid|Corneille, Pierre|842.4
Cyrano de Bergerac|Rostand, Edmond|842.8
Fables|La Fontaine, Jean de|841.4
Les Fleurs du mal|Baudelaire, Charles|841.8
Une saison en enfer|Rimbaud, Arthur|841.8
La Petite Fadette|Sand, George|843.7
La Mare au diable|Sand, George|843.7
Indiana|Sand, George|843.7
Du côté de chez Swann|Proust, Marcel|843.9
Le Grand Meaulnes|Alain-Fournier|843.9
Les Malheurs de Sophie|Ségur, Comtesse de|843.8
Contes|Perrault, Charles|398.2
Le Roman de Renart|Anonyme|841.1
Essais|Montaigne, Michel de|844.3
Gargantua|Rabelais, François|843.3
Le Jardin de la Valserine, mois par mois|Perret, Odile|635
Randonnées en Haute-Combe|Blanchet, Yves|796.51
Cent soupes pour l’hiver|Mottier, Jeanne|641.8
Le pain au levain, pas à pas|Grandjean, Paul|641.81
Réparer son vélo soi-même|Zanetti, Luc|629.2
Tricoter des chaussettes|Roch, Mireille|746.43
Les oiseaux du lac|Fauvet, Claire|598
Les champignons sans erreur|Sapin, Denis|579.6
Atlas des glaciers disparus|Névé, Hélène|551.31
Histoire des fruitières du Haut-Jura|Comte, Jean-Marc|944.4
Une enfance à Montfort|Berthelet, Simone|920
La ligne de chemin de fer oubliée|Traverse, Gilles|385
L’ours qui avait peur du noir|Lune, Sacha|843.92
Le renard et le facteur|Plume, Agathe|843.92
Mon premier jour à l’école du Prieuré|Cartable, Nina|843.92
Les enquêtes de Tim et Zaza, tome 1|Loupe, Max|843.92
Les enquêtes de Tim et Zaza, tome 2|Loupe, Max|843.92
Dragons de papier|Origami, Kenji|741.5
La cité sous le givre, tome 1|Fjord, Elsa|741.5
La cité sous le givre, tome 2|Fjord, Elsa|741.5
Comprendre les étoiles|Astre, Vega|523
Les mathématiques au marché|Balance, Rémi|510
Apprendre le piano à tout âge|Gamme, Solange|786.2
L’anglais en voyage|Trottoir, Peter|428
Écrire à l’administration|Tampon, Régis|395.4
Le budget du ménage|Livret, Aline|332.024
Chanter en chœur|Alto, Marthe|782.5
Le deuil, mot à mot|Saule, Irène|155.9
Vivre avec la dépression|Clair, Dr Anne|616.89
Parler de sexualité avec ses enfants|Doux, Pierre|306.7
Les grandes religions expliquées|Source, Amel|200
Petite histoire du syndicalisme|Poing, Marcel|331.88
Divorcer sans se détruire|Rive, Judith|346.01
Le sommeil des tout-petits|Dodo, Sylvain|649.1
`;

const readWork = (line: string): Work => {
  const [title = '', author = '', subject = ''] = line.split('|');
  return { title, author, subject };
};

export const works: readonly Work[] = shelf.trim().split('\n').map(readWork);
