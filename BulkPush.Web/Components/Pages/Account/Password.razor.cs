using System.ComponentModel.DataAnnotations;
using BulkPush.Core.Security;
using BulkPush.Web.Auth;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace BulkPush.Web.Components.Pages.Account;

/// <summary>Changes the password of whoever is signed in.</summary>
public sealed partial class Password
{
    private IReadOnlyList<string> _problems = [];
    private bool _isChanged;

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [SupplyParameterFromForm(FormName = "password")]
    public Entry? Input { get; set; }

    [Inject]
    public required SignInManager<BulkPushUser> Manager { get; init; }

    [Inject]
    public required OperatorAccounts Accounts { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    protected override void OnInitialized() => Input ??= new Entry();

    private async Task ChangeAsync()
    {
        if (await Manager.UserManager.GetUserAsync(HttpContext.User) is not { } user)
        {
            Navigation.NavigateTo(AccountAddress.SignIn);
            return;
        }

        var result = await Accounts.ChangePasswordAsync(user, Input!.Current, Input.Next, HttpContext.RequestAborted);
        if (result.Succeeded)
            await Manager.RefreshSignInAsync(user);
        _isChanged = result.Succeeded;
        _problems = [.. result.Errors.Select(error => error.Description)];
    }

    public sealed class Entry
    {
        [Required(ErrorMessage = "Enter your present password.")]
        public string Current { get; set; } = "";

        [Required(ErrorMessage = "Enter a new password.")]
        public string Next { get; set; } = "";

        [Compare(nameof(Next), ErrorMessage = "The two passwords differ.")]
        public string Repeat { get; set; } = "";
    }
}
