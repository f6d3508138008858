using LlamaOrch.Core.Fleet;

namespace LlamaOrch.Orchestrator.Fleet;

/// <summary>A part of this silo that keeps something for each node or pool.</summary>
internal interface IFleetFollower
{
    /// <summary>The fleet is like this now. Called in order of versions, one call at a time.</summary>
    void OnFleet(FleetSnapshot fleet);
}
