namespace LlamaOrch.Client.Diagnosis;

/// <summary>Looks at one side of a fleet. Pure: everything that it judges is in the picture.</summary>
internal interface ICheck
{
    /// <summary>
    /// What it has found, at least one finding; where it can judge nothing, one that says why, of severity info.
    /// </summary>
    IEnumerable<Finding> Examine(FleetPicture fleet);
}
