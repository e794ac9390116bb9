// Fills in the credentials that Development shows below the form.
for (const button of document.querySelectorAll("button[data-fill-email]")) {
  button.addEventListener("click", () => {
    const form = document.querySelector("form[data-role=sign-in]");
    form.querySelector("input[type=email]").value = button.dataset.fillEmail;
    form.querySelector("input[type=password]").value = button.dataset.fillPassword;
    form.querySelector("button[type=submit]").focus();
  });
}
