namespace LlamaOrch.Bench.Load;

/// <summary>What a load asks for.</summary>
internal enum LoadPlane
{
    /// <summary><c>POST /v1/chat/completions</c>, to its answer's end.</summary>
    Chat,

    /// <summary><c>POST /v2/tasks</c>, to its acknowledgement; nobody reads what becomes of the task.</summary>
    Admission,

    /// <summary><c>POST /v2/tasks</c>, then <c>GET /v2/tasks/{id}/events</c> to the event that ends the task.</summary>
    Task,
}
