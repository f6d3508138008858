using System.Diagnostics;
using LlamaOrch.Tools.TinyModel.Data;
using LlamaOrch.Tools.TinyModel.Tokenizer;

namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>Trains from the first step, or from a checkpoint, to the last step or until it is told to stop.</summary>
public sealed class TrainingLoop : IDisposable
{
    private const int HeldOutConversations = 400;
    private const int ReportSteps = 50;
    private const int EvaluateSteps = 500;
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(3);

    private readonly TrainingOptions _options;
    private readonly BpeTokenizer _tokenizer;
    private readonly AdamW _optimizer;
    private readonly Workspace[] _workspaces;
    private readonly IReadOnlyList<Conversation> _heldOut;
    private readonly Corpus _corpus;
    private TrainingProgress _progress = new(0, 0, TimeSpan.Zero);

    /// <summary>Prepares model, data and optimizer.</summary>
    public TrainingLoop(TrainingOptions options)
    {
        _options = options;
        Directory.CreateDirectory(options.Directory);
        _corpus = new Corpus(options.Seed);
        _tokenizer = _corpus.TrainTokenizer(options.Shape.Vocabulary);
        _heldOut = _corpus.HeldOut(HeldOutConversations);
        Model = new Transformer(options.Shape);
        _optimizer = new AdamW(options.Shape);
        int rows = Math.Max(TrainingOptions.BatchRows, options.Shape.Context);
        _workspaces = [.. Enumerable.Range(0, options.Threads).Select(_ => new Workspace(options.Shape, rows))];
        if (options.Resume)
        {
            _progress = Checkpoint.Load(options.CheckpointPath, Model, _optimizer);
            return;
        }

        new ParameterLayout(options.Shape).Initialise(Model.Parameters.Span, new SeededRandom(options.Seed));
        Model.ParametersChanged();
    }

    /// <summary>The model.</summary>
    public Transformer Model { get; }

    /// <summary>Its pieces.</summary>
    public Vocabulary Vocabulary => _tokenizer.Vocabulary;

    /// <summary>Trains. A checkpoint is written every few minutes and at the end.</summary>
    /// <param name="report">Takes one line of progress.</param>
    /// <param name="stop">Ends the training after the current step.</param>
    public TrainingProgress Run(Action<string> report, CancellationToken stop)
    {
        LearningRate schedule = new(_options.PeakRate, Math.Min(300, _options.Steps / 10), _options.Steps);
        GradientStep gradientStep = new(Model, _optimizer, _workspaces);
        using IEnumerator<Conversation> stream =
            _corpus.Training(_heldOut, (ulong)_progress.Steps).GetEnumerator();
        BatchSource source = new(stream, _tokenizer, _options.Shape.Context);
        Stopwatch clock = Stopwatch.StartNew();
        TrainingProgress start = _progress;
        TimeSpan saved = TimeSpan.Zero;
        double loss = 0;
        int lossSteps = 0;
        while (_progress.Steps < _options.Steps && !stop.IsCancellationRequested)
        {
            List<PackedBatch> batches = Draw(source);
            long step = _progress.Steps + 1;
            loss += gradientStep.Run(batches, schedule.At(step), step);
            lossSteps++;
            long tokens = _progress.Tokens + batches.Sum(batch => batch.Tokens.Count);
            _progress = new TrainingProgress(step, tokens, start.Elapsed + clock.Elapsed);
            if (step % ReportSteps == 0)
            {
                report(Line(start, clock.Elapsed, loss / lossSteps, schedule.At(step)));
                (loss, lossSteps) = (0, 0);
            }

            if (step % EvaluateSteps == 0)
            {
                report($"step {step}: held-out loss {HeldOutLoss():F4}");
            }

            if (clock.Elapsed - saved > CheckpointInterval)
            {
                saved = clock.Elapsed;
                Checkpoint.Save(_options.CheckpointPath, Model, _optimizer, _progress);
            }
        }

        Checkpoint.Save(_options.CheckpointPath, Model, _optimizer, _progress);
        report($"step {_progress.Steps}: held-out loss {HeldOutLoss():F4}, {_progress.Tokens:N0} tokens, " +
            $"{_progress.Elapsed.TotalMinutes:F1} minutes");
        return _progress;
    }

    /// <summary>Mean loss in nats over the answers of conversations that the training never sees.</summary>
    public double HeldOutLoss()
    {
        using IEnumerator<Conversation> stream = _heldOut.GetEnumerator();
        BatchSource source = new(stream, _tokenizer, _options.Shape.Context);
        double loss = 0;
        long learned = 0;
        while (source.NextBatch(TrainingOptions.BatchRows) is { } batch)
        {
            loss += Model.Loss(_workspaces[0], batch);
            learned += batch.LearnedCount;
        }

        return loss / learned;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        _optimizer.Dispose();
        Array.ForEach(_workspaces, workspace => workspace.Dispose());
    }

    private List<PackedBatch> Draw(BatchSource source)
    {
        List<PackedBatch> batches = [];
        int tokens = 0;
        while (tokens < _options.StepTokens && source.NextBatch(TrainingOptions.BatchRows) is { } batch)
        {
            batches.Add(batch);
            tokens += batch.Tokens.Count;
        }

        return batches;
    }

    private string Line(TrainingProgress start, TimeSpan elapsed, double loss, float rate)
    {
        double perSecond = (_progress.Tokens - start.Tokens) / elapsed.TotalSeconds;
        double perStep = elapsed.TotalSeconds / (_progress.Steps - start.Steps);
        TimeSpan left = TimeSpan.FromSeconds(perStep * (_options.Steps - _progress.Steps));
        return $"step {_progress.Steps}/{_options.Steps} loss {loss:F4} rate {rate:G3} {perSecond:N0} tokens/s " +
            $"left {left:hh\\:mm\\:ss}";
    }
}
