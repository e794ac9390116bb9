using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Shared;

/// <summary>A page on which one thing is made or edited: reads it, saves it, and says what went wrong in either.</summary>
/// <typeparam name="TForm">What is filled in.</typeparam>
public abstract partial class FormPage<TForm> : ComponentBase, IDisposable
    where TForm : class
{
    private static readonly IReadOnlyDictionary<string, string[]> NoErrors = new Dictionary<string, string[]>();
    private readonly PageVisit _visit = new();
    private IReadOnlyDictionary<string, string[]> _errors = NoErrors;

    /// <summary>None means a new one.</summary>
    [Parameter] public Guid? Id { get; set; }

    [Inject] public required CurrentOperator Operator { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required ILoggerFactory Loggers { get; init; }

    /// <summary>What it is, in sentences: "store".</summary>
    protected abstract string Noun { get; }

    /// <summary>Who may save, and what anybody else is told.</summary>
    protected abstract (string Permission, string Refusal) Rule { get; }

    /// <summary>None until it was read.</summary>
    protected TForm? Form { get; set; }

    /// <summary>What it is called; none for a new one.</summary>
    protected string? Name { get; set; }

    /// <summary>Why it was not saved.</summary>
    protected string? Problem { get; set; }

    protected bool IsMissing { get; set; }

    protected bool HasFailed { get; private set; }

    protected bool IsSaving { get; private set; }

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Leaving => _visit.Leaving;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _visit.Dispose();
    }

    protected sealed override Task OnParametersSetAsync() => LoadAsync();

    protected async Task LoadAsync()
    {
        (Form, Name, Problem, IsMissing, HasFailed, _errors) = (null, null, null, false, false, NoErrors);
        try
        {
            await ReadAsync(Leaving);
        }
        catch (OperationCanceledException) when (_visit.IsOver)
        {
            // The page was left.
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.ReadingFailed(Logger, error, Noun);
            HasFailed = true;
        }
    }

    protected async Task SaveAsync()
    {
        if (IsSaving)
            return;

        (IsSaving, Problem, _errors) = (true, null, NoErrors);
        try
        {
            if (await Operator.NameIfAsync(Rule.Permission) is { } actor)
                await SaveAsync(Form!, actor);
            else
                Problem = Rule.Refusal;
        }
        catch (OperationCanceledException) when (_visit.IsOver)
        {
            // The page was left.
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.SavingFailed(Logger, error, Noun);
            Problem = $"It is not certain that the {Noun} was saved: the database did not answer. Look at the list of {Noun}s before you try again.";
        }
        finally
        {
            IsSaving = false;
        }
    }

    /// <summary>Fills <see cref="Form"/>, or says that it <see cref="IsMissing"/>.</summary>
    protected abstract Task ReadAsync(CancellationToken cancellationToken);

    /// <param name="actor">Who saves it.</param>
    protected abstract Task SaveAsync(TForm form, string actor);

    /// <summary>Leads to the list, unless the page was left or shows another one by now.</summary>
    protected void Leave(TForm saved, string address)
    {
        if (!_visit.IsOver && saved == Form)
            Navigation.NavigateTo(address);
    }

    /// <param name="errors">Sentences by field.</param>
    protected void Refuse(IReadOnlyDictionary<string, string[]> errors) =>
        (_errors, Problem) = (errors, $"The {Noun} was not saved. Correct the marked fields and save again.");

    protected bool Has(string field) => ErrorOf(field) is not null;

    /// <returns>What is wrong with a field; none when nothing is.</returns>
    protected virtual string? ErrorOf(string field) => _errors.TryGetValue(field, out var sentences) ? string.Join(' ', sentences) : null;

    private ILogger Logger => Loggers.CreateLogger(GetType());

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The {Noun} could not be read")]
        public static partial void ReadingFailed(ILogger logger, Exception error, string noun);

        [LoggerMessage(LogLevel.Error, "The {Noun} could not be saved")]
        public static partial void SavingFailed(ILogger logger, Exception error, string noun);
    }
}
