namespace LlamaOrch.LlamaCpp.Sampling.Automata;

/// <summary>
/// Bounds what a request's patterns may cost, whatever they say: the states of one automaton, and the steps of all
/// constructions together. A regular expression of thirty characters can ask for a billion states.
/// </summary>
internal sealed class AutomatonBudget
{
    /// <summary>States of one automaton: half a megabyte of grammar.</summary>
    public const int StatesMax = 12_000;

    private const long StepsMax = 8_000_000;

    private long _steps;

    /// <summary>Takes steps; roughly a tenth of a microsecond each.</summary>
    /// <exception cref="AutomatonException">The budget is spent.</exception>
    public void Spend(int steps)
    {
        _steps += steps;
        if (_steps > StepsMax)
            throw new AutomatonException("takes too long to compile");
    }

    /// <summary>Checks the number of states of one automaton.</summary>
    /// <exception cref="AutomatonException">There are too many.</exception>
    public static void CheckStates(int count)
    {
        if (count > StatesMax)
            throw new AutomatonException($"needs more than {StatesMax} states");
    }
}
