package io.zksolvency.prover.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountFormTest {
  @Test
  void recognisesTheLongFormInAnyOrder() throws Exception {
    AccountForm form = AccountForm.recognise("f", List.of("debt", "asset", "equity", "account_id"));
    assertThat(form.isWide()).isFalse();
    assertThat(form.idColumn()).isEqualTo(3);
    assertThat(form.assetColumn()).isEqualTo(1);
    assertThat(form.amounts()).containsExactly(new AccountForm.AmountColumns("", 2, 0));
  }

  @Test
  void recognisesTheWideForm() throws Exception {
    AccountForm form =
        AccountForm.recognise("f", List.of("account_id", "equity_BTC", "debt_ETH", "debt_BTC"));
    assertThat(form.isWide()).isTrue();
    assertThat(form.amounts())
        .containsExactly(
            new AccountForm.AmountColumns("BTC", 1, 3),
            new AccountForm.AmountColumns("ETH", -1, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "alice,BTC,1.5; has no column account_id",
        "account_id,asset; has no column equity",
        "account_id,equity; has no column asset",
        "account_id; has no column of amounts",
        "account_id,asset,equity,debts; has the column debts",
        "account_id,equity_BTC,alice; (a name that is not one of these)",
        "account_id,equity_BTC,equity_BTC; has the column equity_BTC twice",
      })
  void refusesOtherColumns(String columns, String message) {
    assertThatThrownBy(() -> AccountForm.recognise("file", List.of(columns.split(","))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("alice");
  }
}
