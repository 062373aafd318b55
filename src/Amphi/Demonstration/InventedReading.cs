using Amphi.Assessment.Cases;

namespace Amphi.Demonstration;

/// <summary>How someone of the cohort reads: with care, in a hurry, or harshly.</summary>
internal enum Eye
{
    Careful,
    Hurried,
    Harsh,
}

/// <summary>Writes what readers say of a copy, near what it is worth or not.</summary>
internal sealed class InventedReading(CaseStudy study, Random luck)
{
    // For each criterion, what is said where a copy does well, and where it does not.
    private static readonly string[][] Good =
    [
        ["On sait tout de suite pour qui et jusqu’où.", "La liste de ce qui ne sera pas fait m’a convaincu."],
        ["Chaque tâche a un nom. Je saurais qui appeler.", "Le découpage tient sur une main, et rien ne manque."],
        ["Les dates imposées sont toutes là, et l’on voit laquelle commande.", "Les marges sont comptées, c’est rare."],
        ["La décision est datée et écrite, c’est ce qui manque d’habitude.", "On prévient avant de décider, et l’on décide quand même."],
    ];

    private static readonly string[][] Better =
    [
        ["Les preuves de réussite gagneraient à être des nombres : combien, avant quand ?", "Dites aussi ce que vous ne ferez pas."],
        ["Il manque les durées. Sans elles, aucune marge ne se calcule.", "Une seule personne par tâche : « l’équipe » ne répond pas au téléphone."],
        ["Le chemin critique est nommé, mais pas justifié. Un dessin suffirait.", "L’école demande trois semaines : cette date devrait venir en premier."],
        ["Qui prévenez-vous d’abord ? La mairie l’avait annoncée.", "Fixez une date à votre décision, et écrivez-la."],
    ];

    private static readonly string[] Asked =
    [
        "Et s’il pleut le 13, pendant la répétition ?",
        "Que devient l’argent de la scène ?",
        "Qui décide, si vous êtes absente ce jour-là ?",
    ];

    public Written Of(InventedCopy copy, Eye eye) =>
        new([.. study.Rubric.Select((criterion, n) => Judged(criterion.Id, n, copy, eye))], eye == Eye.Hurried ? new Remarks("Bien.", "", "") : Said(copy));

    private Judgement Judged(string id, int n, InventedCopy copy, Eye eye)
    {
        var levels = study.Rubric[n].Levels;
        var off = eye switch
        {
            Eye.Hurried => levels.Count,
            Eye.Harsh => -1,
            _ => luck.Next(5) == 0 ? luck.Next(-1, 2) : 0,
        };
        var level = Math.Clamp(copy.Levels[n] + off, 0, levels.Count - 1);
        return new Judgement(id, level, levels[level].Points, null);
    }

    private Remarks Said(InventedCopy copy)
    {
        var levels = copy.Levels.ToList();
        var (best, worst) = (levels.IndexOf(levels.Max()), levels.LastIndexOf(levels.Min()));
        return new Remarks(
            levels[best] > 1 ? Good[best][luck.Next(2)] : "L’idée de départ est la bonne.",
            Better[worst][luck.Next(2)],
            luck.Next(3) == 0 ? Asked[luck.Next(Asked.Length)] : ""
        );
    }
}
