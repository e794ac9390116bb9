using System.Globalization;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Web.Components.Shared;
using MudBlazor;

namespace BulkPush.Web.Components.Stores;

/// <summary>Checks a store for whoever pressed the button and says how it went.</summary>
public sealed partial class StoreChecks(StoreService stores, CurrentOperator currentOperator, ISnackbar snackbar, ILogger<StoreChecks> logger)
{
    /// <summary>Checks the store and announces the result; nothing is thrown for what the store, the database or the operator's rights say.</summary>
    public async Task CheckAsync(Guid id, string name, CancellationToken cancellationToken)
    {
        if (await currentOperator.NameIfAsync(Permissions.StoresManage) is not { } actor)
        {
            snackbar.Add("You may not check stores: the permission to manage stores is missing.", Severity.Error);
            return;
        }

        try
        {
            Announce(name, await stores.CheckAsync(id, actor, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The page was left; there is nobody to tell.
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.CheckFailed(logger, id, error);
            snackbar.Add($"{name} could not be checked: the database did not answer.", Severity.Error);
        }
    }

    private void Announce(string name, StoreCheck? check)
    {
        var (text, severity) = check switch
        {
            null => ($"{name} was removed meanwhile.", Severity.Error),
            { IsReady: true } => ($"{name} is ready.", Severity.Success),
            { Problems.Count: 1 } => ($"{name} has a problem.", Severity.Error),
            _ => (string.Create(CultureInfo.InvariantCulture, $"{name} has {check.Problems.Count} problems."), Severity.Error),
        };
        snackbar.Add(text, severity);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Store {StoreId} could not be checked.")]
        public static partial void CheckFailed(ILogger logger, Guid storeId, Exception error);
    }
}
