using Amphi.Assessment.Grades;
using Amphi.Assessment.Quizzes;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Journal;
using Amphi.Learning;

namespace Amphi.Simulation;

/// <summary>Someone invented, and all that they leave in a run before it is written.</summary>
/// <param name="Skill">How often they know the answer to a question of usual hardness, in thousandths.</param>
public sealed record SimulatedLearner(Enrolment Enrolment, int Skill)
{
    public PersonaId Persona => Enrolment.Persona;
    public Progress Progress { get; } = new(Enrolment.Persona, Enrolment.RunId);
    public MarkSheet Marks { get; } = new(Enrolment.Persona, Enrolment.RunId);
    public List<Statement> Journal { get; } = [];
    public List<GivenAnswer> Answers { get; } = [];
    public List<Attempt> Attempts { get; } = [];

    /// <summary>The case studies that they have come to and not handed in.</summary>
    public List<CaseStop> Stops { get; } = [];
}

/// <summary>A learner has come to a case study.</summary>
public sealed record CaseStop(string Block, PersonaId Persona);
